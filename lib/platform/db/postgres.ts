/** The PostgreSQL engine: a pool for statements and transactions, one connection of its own for LISTEN. */
import { Pool, type ClientConfig, type PoolClient, type QueryResult } from "pg";
import type { Log } from "#lib/log.ts";
import type { Database } from "./database.ts";
import { TransactionAborted } from "./errors.ts";
import { databaseOver, type RunSql } from "./over-engine.ts";
import { createListener } from "./postgres-listener.ts";
import { decoderOf, encodeParam } from "./values.ts";

/** Verbs are short; more connections than this only wait for each other inside PostgreSQL. */
const POOL_SIZE = 20;

function runOn(client: Pool | PoolClient): RunSql {
  return async (text, params) => {
    const answer: QueryResult | QueryResult[] =
      params.length === 0 ? await client.query(text) : await client.query(text, params.map(toPg));
    return Array.isArray(answer) ? answer.flatMap((one) => one.rows) : answer.rows;
  };
}

function toPg(value: unknown): string | Buffer | null {
  const param = encodeParam(value);
  return param instanceof Uint8Array ? Buffer.from(param.buffer, param.byteOffset, param.byteLength) : param;
}

/** Shape: "postgres://user:password@host:5432/name". */
export async function openPostgres(url: string, options: { log: Log; schema?: string }): Promise<Database> {
  const config: ClientConfig = {
    connectionString: url,
    application_name: "hearth",
    types: { getTypeParser: decoderOf },
  };
  const pool = new Pool({ ...config, max: POOL_SIZE });
  pool.on("error", (error) => options.log.warn("database.connection_lost", { error }));
  try {
    await pool.query("select 1");
  } catch (error) {
    await pool.end();
    throw error;
  }
  const listener = createListener(config, options.log);
  const query: RunSql = async (text, params) => {
    if (params.length > 0) return runOn(pool)(text, params);
    // Several statements may have begun a transaction of their own: the connection must not go back inside it.
    const client = await pool.connect();
    let broken = false;
    try {
      return await runOn(client)(text, params);
    } catch (error) {
      broken = true;
      throw error;
    } finally {
      client.release(broken);
    }
  };

  return databaseOver(
    {
      query,
      transaction: async (run) => {
        const client = await pool.connect();
        let broken: Error | undefined;
        const lost = (error: Error) => void (broken = error);
        client.on("error", lost);
        try {
          await client.query("begin");
          const result = await run(runOn(client));
          const { command } = await client.query("commit");
          if (command !== "COMMIT") throw new TransactionAborted();
          return result;
        } catch (error) {
          await client.query("rollback").catch((failure: Error) => void (broken = failure));
          throw error;
        } finally {
          client.off("error", lost);
          client.release(broken);
        }
      },
      listen: (channel, heard) => listener.listen(channel, heard),
      notify: async (channel, payload) => void (await query("select pg_notify($1, $2)", [channel, payload])),
      close: async () => {
        await listener.close();
        await pool.end();
      },
    },
    (error) => options.log.error("database.after_commit_failed", { error }),
  );
}
