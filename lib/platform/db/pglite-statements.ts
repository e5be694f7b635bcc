/**
 * Statements to PGlite over PostgreSQL's extended protocol, prepared once and then bound and executed in one call. PGlite's
 * own `query` parses and plans each time and enters WebAssembly six times a statement; a farm repeats some hundred
 * statements for ever. Measured over a frame's life: half of the database's CPU time.
 * Source: PostgreSQL's documentation, "Message Flow", "Extended Query" and "Pipelining".
 */
import { type PGlite, protocol } from "@electric-sql/pglite";
import type { RunSql } from "./over-engine.ts";
import { decoderOf, encodeParam } from "./values.ts";

/** More than a server's code holds; a statement whose text is made anew each time must not fill memory. */
const KEPT = 400;
/** SQLSTATE of a plan whose table was changed since. */
const PLAN_OUTDATED = "0A000";

type Message = Awaited<ReturnType<PGlite["execProtocolStream"]>>[number];
interface Column {
  name: string;
  decode: (text: string) => unknown;
}
interface Prepared {
  name: string;
  /** Null until its first answer told them. */
  columns: Column[] | null;
}

const { serialize, messages } = protocol;
const SYNC = serialize.sync();

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function columnsOf(answer: readonly Message[]): Column[] {
  const described = answer.find((message) => message instanceof messages.RowDescriptionMessage);
  return (described?.fields ?? []).map(({ name, dataTypeID }) => ({ name, decode: decoderOf(dataTypeID) }));
}

function rowsOf(answer: readonly Message[], columns: readonly Column[]): unknown[] {
  return answer.flatMap((message) => {
    if (!(message instanceof messages.DataRowMessage)) return [];
    const row: Record<string, unknown> = {};
    for (const [index, { name, decode }] of columns.entries()) {
      const text = message.fields[index];
      row[name] = text === null || text === undefined ? null : decode(text);
    }
    return [row];
  });
}

/** What one simple query, of any number of statements, answered. */
function rowsOfAll(answer: readonly Message[]): unknown[] {
  const rows: unknown[] = [];
  let columns: Column[] = [];
  for (const message of answer) {
    if (message instanceof messages.RowDescriptionMessage) columns = columnsOf([message]);
    else rows.push(...rowsOf([message], columns));
  }
  return rows;
}

export interface Statements {
  /** Whoever calls sees to it that nobody else's statement comes in between: these calls pass PGlite's own locks. */
  run: RunSql;
  /** Without parameters: answers the tag of the last statement. Shape: "commit" → "COMMIT", or "ROLLBACK" if it failed. */
  tell: (text: string) => Promise<string>;
}

export function createStatements(pglite: PGlite): Statements {
  /** By text, the least recently used first. */
  const kept = new Map<string, Prepared>();
  let count = 0;
  const send = (parts: readonly Uint8Array[]) => pglite.execProtocolStream(join(parts), { syncToFs: false });

  /** The statement, and what must be sent before it can be bound. */
  function prepare(text: string): { prepared: Prepared; parts: Uint8Array[] } {
    const known = kept.get(text);
    if (known !== undefined) {
      kept.delete(text);
      kept.set(text, known);
      return { prepared: known, parts: [] };
    }
    const prepared: Prepared = { name: `s${++count}`, columns: null };
    const parts = [serialize.parse({ name: prepared.name, text })];
    const [oldest] = kept;
    if (kept.size >= KEPT && oldest !== undefined) {
      kept.delete(oldest[0]);
      parts.push(serialize.close({ type: "S", name: oldest[1].name }));
    }
    return { prepared, parts };
  }

  async function runPrepared(text: string, params: readonly unknown[]): Promise<unknown[]> {
    const { prepared, parts } = prepare(text);
    parts.push(
      serialize.bind({
        statement: prepared.name,
        values: params.map(encodeParam),
      }),
    );
    if (prepared.columns === null) parts.push(serialize.describe({ type: "P" }));
    parts.push(serialize.execute(), SYNC);
    const answer = await send(parts).catch(async (error: unknown) => {
      // Of one that failed it is not known whether it was prepared: it gets a new name next time.
      kept.delete(text);
      await send([serialize.close({ type: "S", name: prepared.name }), SYNC]);
      throw error;
    });
    prepared.columns ??= columnsOf(answer);
    kept.set(text, prepared);
    return rowsOf(answer, prepared.columns);
  }

  return {
    run: async (text, params) => {
      if (params.length === 0) return rowsOfAll(await send([serialize.query(text)]));
      const wasKept = kept.has(text);
      try {
        return await runPrepared(text, params);
      } catch (error) {
        // Inside a transaction the second try fails as well: it is aborted.
        if (wasKept && (error as { code?: unknown }).code === PLAN_OUTDATED && !pglite.isInTransaction())
          return runPrepared(text, params);
        throw error;
      }
    },
    tell: async (text) => {
      const done = (await send([serialize.query(text)])).findLast(
        (message) => message instanceof messages.CommandCompleteMessage,
      );
      return done?.text ?? "";
    },
  };
}
