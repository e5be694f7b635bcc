/**
 * Makes a Database out of an engine: transactions that are joined, hints after the commit, bounded notifications. Said
 * once here so that both engines behave alike.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Database, Transaction } from "./database.ts";

/** Runs one statement; without parameters, several separated by `;` (the rows of all of them come back). */
export type RunSql = (text: string, params: readonly unknown[]) => Promise<unknown[]>;

/** What an engine must do by itself. */
export interface Engine {
  query: RunSql;
  /** BEGIN, `run`, COMMIT; ROLLBACK and rethrow when it throws. Errors: TransactionAborted. */
  transaction<T>(run: (query: RunSql) => Promise<T>): Promise<T>;
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  /** Outside any transaction. */
  notify(channel: string, payload: string): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL refuses payloads of 8,000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7999;
const OWN_TRANSACTION = /^\s*begin\b/i;
const CHANNEL = /^[a-z_][a-z0-9_]{0,62}$/;

interface Open {
  tx: Transaction;
  query: RunSql;
  isOpen: boolean;
}

/** `cause` of what a hint threw reaches `failed`: the commit stands, so nobody else can be told. */
export function databaseOver(engine: Engine, failed: (error: unknown) => void): Database {
  const current = new AsyncLocalStorage<Open | null>();
  const joined = (): Open | null => {
    const open = current.getStore();
    return open?.isOpen ? open : null;
  };

  const query = async <Row>(text: string, params: readonly unknown[] = []): Promise<Row[]> => {
    const open = joined();
    if (open === null) return (await engine.query(text, params)) as Row[];
    // It would commit the transaction that it is in. The queue's createQueue and deleteQueue are such statements.
    if (OWN_TRANSACTION.test(text))
      throw new Error("A statement that begins its own transaction can't run inside one.");
    return (await open.query(text, params)) as Row[];
  };

  async function transaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    const outer = joined();
    if (outer !== null) return run(outer.tx);
    const tasks: (() => void)[] = [];
    const result = await engine.transaction(async (inside) => {
      const open: Open = {
        isOpen: true,
        query: inside,
        tx: {
          isTransaction: true,
          afterCommit: (task) => void tasks.push(task),
          query: async <Row>(text: string, params: readonly unknown[] = []) => {
            if (!open.isOpen) throw new Error("This transaction has ended; its handle was used afterwards.");
            return (await inside(text, params)) as Row[];
          },
        },
      };
      try {
        return await current.run(open, () => run(open.tx));
      } finally {
        open.isOpen = false;
      }
    });
    current.run(null, () => {
      for (const task of tasks) {
        try {
          task();
        } catch (error) {
          failed(error);
        }
      }
    });
    return result;
  }

  return {
    query,
    transaction,
    listen: (channel, heard) => {
      if (!CHANNEL.test(channel)) throw new RangeError(`"${channel}" is no channel name.`);
      return current.run(null, () => engine.listen(channel, heard));
    },
    notify: async (channel, payload) => {
      const bytes = Buffer.byteLength(payload);
      if (bytes > MAX_PAYLOAD_BYTES)
        throw new RangeError(`A notification may have ${MAX_PAYLOAD_BYTES} bytes, this one has ${bytes}.`);
      const open = joined();
      if (open === null) await engine.notify(channel, payload);
      else await open.query("select pg_notify($1, $2)", [channel, payload]);
    },
    close: () => engine.close(),
  };
}
