/**
 * What PostgreSQL's background processes do and PGlite has not: vacuum, statistics, checkpoints. Every few minutes, only
 * when something was written, table by table so that statements wait for one at most.
 */
import type { Log } from "#lib/log.ts";
import type { RunSql } from "./over-engine.ts";

/** Units: milliseconds. 185,000 dead rows and 1.7 GB of log were seen without it. */
const UPKEEP_MS = 3 * 60_000;
/** Changed rows from which a table is worth a visit. */
const CHANGED_ROWS = 200;

const CHANGED_TABLES = `
  select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
  where n_dead_tup >= ${CHANGED_ROWS} or n_mod_since_analyze >= ${CHANGED_ROWS}`;

export interface Upkeep {
  runOnce(): Promise<void>;
  stop(): Promise<void>;
}

export function createUpkeep(query: RunSql, log: Log, everyMs = UPKEEP_MS): Upkeep {
  let position = "";
  let running: Promise<void> = Promise.resolve();

  async function runOnce(): Promise<void> {
    const [wal] = (await query("select pg_current_wal_lsn()::text as at", [])) as { at: string }[];
    if (wal === undefined || wal.at === position) return;
    const tables = (await query(CHANGED_TABLES, [])) as { name: string }[];
    for (const { name } of tables) {
      await query(`vacuum (analyze) ${name}`, []);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await query("checkpoint", []);
    const [after] = (await query("select pg_current_wal_lsn()::text as at", [])) as { at: string }[];
    position = after?.at ?? "";
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
