/**
 * Finds deliveries whose taker fell silent and lets pg-boss hand them out again. Its own monitor counts whole tables each
 * time, so it is asked only for the queues that have one: idle, this is one indexed look.
 */
import type { PgBoss } from "pg-boss";
import type { Log } from "#lib/log.ts";
import type { Database } from "../db/database.ts";

/** Units: milliseconds. What a silent node's frame waits beyond the heartbeat. */
const LOOK_MS = 4000;

const SILENT = `
  select distinct name from pgboss.job_common
  where state = 'active' and heartbeat_on + heartbeat_seconds * interval '1 second' < now()`;

/** Answers how many queues had one. */
export async function reviveSilent(db: Database, boss: PgBoss): Promise<number> {
  const queues = await db.query<{ name: string }>(SILENT);
  for (const { name } of queues) await boss.supervise(name);
  return queues.length;
}

/** Looks until it is stopped; `stop` waits for the look under way. */
export function keepReviving(db: Database, boss: PgBoss, log: Log): () => Promise<void> {
  let isStopped = false;
  let looking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;
  const again = () => {
    if (isStopped) return;
    timer = setTimeout(() => {
      looking = reviveSilent(db, boss)
        .catch((error: unknown) => log.error("queue.revive_failed", { error }))
        .then(again);
    }, LOOK_MS);
    timer.unref();
  };
  again();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await looking;
  };
}
