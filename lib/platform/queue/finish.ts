/** Ends a delivery: the frame is done, or goes back. Fenced by the delivery's try: a late taker changes nothing. */
import type { PgBoss } from "pg-boss";
import type { JobId } from "#lib/domain/ids.ts";
import type { Transaction } from "../db/database.ts";
import { bossSql, settledOf } from "./boss.ts";
import type { Delivery } from "./queue.ts";

/** The message is removed rather than kept as completed: the frames table says what became of it. */
export async function finishFrame(
  boss: PgBoss,
  tx: Transaction,
  jobId: JobId,
  delivery: Delivery,
): Promise<boolean> {
  const attempt = { id: delivery.id, retryCount: delivery.try };
  return settledOf(await boss.deleteJob(jobId, attempt, { db: bossSql(tx) })).affected === 1;
}

/**
 * Giving back is no death of the taker: the limit grows by the one that pg-boss counts, so a frame that was stopped and
 * handed back any number of times still has its deliveries.
 */
export async function giveBackFrame(
  boss: PgBoss,
  tx: Transaction,
  jobId: JobId,
  delivery: Delivery,
): Promise<boolean> {
  const mine = await tx.query(
    `update pgboss.job set retry_limit = retry_limit + 1
     where name = $1 and id = $2::uuid and retry_count = $3 and state = 'active' returning 1`,
    [jobId, delivery.id, delivery.try],
  );
  if (mine.length === 0) return false;
  const attempt = { id: delivery.id, retryCount: delivery.try };
  return settledOf(await boss.fail(jobId, attempt, null, { db: bossSql(tx) })).affected === 1;
}
