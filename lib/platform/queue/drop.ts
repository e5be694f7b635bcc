/** Takes frames off a job's queue for good, or the whole queue. */
import type { PgBoss } from "pg-boss";
import type { JobId } from "#lib/domain/ids.ts";
import type { Transaction } from "../db/database.ts";

/** Queued or delivered; a taker learns it from its next `keep`, and its `finish` answers false. */
export async function cancelFrames(
  tx: Transaction,
  jobId: JobId,
  frames: readonly number[] | undefined,
): Promise<void> {
  if (frames === undefined) {
    await tx.query("delete from pgboss.job where name = $1", [jobId]);
    return;
  }
  if (frames.length === 0) return;
  await tx.query("delete from pgboss.job where name = $1 and (data->>'frame')::int = any($2::int[])", [
    jobId,
    frames,
  ]);
}

/** pg-boss forgets the queue and what is left on it. Nothing to do when it is gone already. */
export async function dropQueue(boss: PgBoss, jobId: JobId): Promise<void> {
  if ((await boss.getQueue(jobId)) !== null) await boss.deleteQueue(jobId);
}
