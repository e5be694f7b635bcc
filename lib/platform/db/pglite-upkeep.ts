/**
 * What PostgreSQL's background processes do and PGlite has not: vacuum, statistics, checkpoints. Every few minutes, only
 * when something was written, table by table so that statements wait for one at most.
 */
import type { Log } from "#lib/log.ts";
import type { RunSql } from "./over-engine.ts";

/** Units: milliseconds. 185,000 dead rows and 1.7 GB of log were seen without it. */
const UPKEEP_MS = 3 * 60_000;
/** Log written since the last visit from which it is worth another. Units: bytes. */
const WORTH_BYTES = 1_000_000;

/** All of them: PGlite flushes no statistics that would tell which changed, and an unchanged one costs next to nothing. */
const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname not in ('pg_catalog', 'information_schema')`;

export interface Upkeep {
  runOnce(): Promise<void>;
  stop(): Promise<void>;
}

export function createUpkeep(query: RunSql, log: Log, everyMs = UPKEEP_MS): Upkeep {
  let position = "0/0";
  let running: Promise<void> = Promise.resolve();

  /** Where the log is, and how much was written since `position`. */
  async function written(): Promise<{ at: string; bytes: number }> {
    const rows = await query(
      "select at::text as at, pg_wal_lsn_diff(at, $1::text::pg_lsn)::int8 as bytes from pg_current_wal_lsn() as at",
      [position],
    );
    return (rows as { at: string; bytes: number }[])[0] ?? { at: position, bytes: 0 };
  }

  async function runOnce(): Promise<void> {
    if ((await written()).bytes < WORTH_BYTES) return;
    for (const { name } of (await query(TABLES, [])) as { name: string }[]) {
      await query(`vacuum (analyze) ${name}`, []);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await query("checkpoint", []);
    position = (await written()).at;
  }

  const timer = setInterval(() => {
    running = runOnce().catch((error: unknown) => log.error("database.upkeep_failed", { error }));
  }, everyMs);
  timer.unref();
  return {
    runOnce,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
