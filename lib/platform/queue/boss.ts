/**
 * pg-boss 12.35.0 on our database handle: its statements run in the ambient transaction when there is one, so a verb's
 * frames, ledger and queue commit together, and a queue it has not cached is looked up inside it (on PGlite, with its
 * one connection, looking it up outside would wait for ever).
 */
import { type Db, PgBoss } from "pg-boss";
import type { Log } from "#lib/log.ts";
import { LEASE_SECONDS } from "#lib/domain/lease.ts";
import type { Database, Sql } from "../db/database.ts";

/** Where a frame goes whose deliveries all ended in silence. Not an id, so it can't be a job's. */
export const DEAD_QUEUE = "dead-frames";

/** Deliveries that may end in silence before the frame is given up: one bad machine must not kill a frame, a bad frame must not kill a farm. */
export const MAX_DELIVERIES = 5;

/** Units: seconds. A frame may take a day (pg-boss' most); silence is noticed by heartbeat long before. */
const FRAME_SECONDS = 24 * 3600;
const YEARS = 10 * 365 * 24 * 3600;

/** Of each job's queue. */
export const FRAME_QUEUE = {
  deadLetter: DEAD_QUEUE,
  retryLimit: MAX_DELIVERIES - 1,
  retryDelay: 0,
  heartbeatSeconds: Math.max(10, LEASE_SECONDS),
  expireInSeconds: FRAME_SECONDS,
  // A paused job's frames wait as long as its owner wants.
  retentionSeconds: YEARS,
  deleteAfterSeconds: 60,
  warningQueueSize: 1_000_000,
};

/** pg-boss' door to SQL. */
export function bossSql(sql: Sql): Db {
  return { executeSql: async (text, values = []) => ({ rows: await sql.query(text, values) }) };
}

/** A command's answer as it is; the package's types leave it empty. */
interface Settled {
  affected: number;
  settled?: string[];
}
export function settledOf(response: object): Settled {
  return response as Settled;
}

/** Started, with the dead letters' queue. Idle it does next to nothing: no schedules, no flows, rare maintenance. */
export async function startBoss(db: Database, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    db: bossSql(db),
    schedule: false,
    supervise: true,
    // Its monitor pass counts every row: rare. Silent frames are found by ./revive.ts with an index.
    superviseIntervalSeconds: 600,
    maintenanceIntervalSeconds: 600,
    monitorIntervalSeconds: 1,
    queueCacheIntervalSeconds: 600,
    flowIntervalSeconds: 3600,
    bamIntervalSeconds: 3600,
    // Vacuum is the database's affair (../db/pglite-upkeep.ts, autovacuum).
    monitorVacuum: false,
    reindex: false,
  });
  boss.on("error", (error) => log.error("queue.failed", { error }));
  boss.on("warning", (warning) => log.warn("queue.warning", { ...warning }));
  await boss.start();
  await boss.createQueue(DEAD_QUEUE, { retentionSeconds: YEARS, retryLimit: 0, deleteAfterSeconds: 60 });
  await db.transaction(async (tx) => {
    await tx.query("select pg_advisory_xact_lock(4732785)");
    // Of the name, not of the heartbeat: a heartbeat then changes no index.
    await tx.query(
      "create index if not exists hearth_active on pgboss.job_common (name) where state = 'active'",
    );
  });
  return boss;
}
