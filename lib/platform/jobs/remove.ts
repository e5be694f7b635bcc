/** The job and its pictures are gone; the ledger keeps what was charged. */
import { isEnded } from "#lib/domain/job.ts";
import { removeBucket } from "../buckets/remove.ts";
import { bucketByName } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { cancelOpenFrames } from "./cancel-open.ts";
import { commitJobChange } from "./change.ts";
import { type JobRow, lockJob, saveJob } from "./rows.ts";

/** `id`: of a job that the caller may change. A bucket that the owner named for the results, or locked, stays. */
export async function removeJob(ctx: Ctx, { id }: Pick<JobRow, "id">): Promise<void> {
  const job = await ctx.db.transaction(async (tx) => {
    const row = await lockJob(tx, id);
    if (row === undefined) throw notFound("job");
    const frames = isEnded(row.state) ? [] : await cancelOpenFrames(ctx, tx, row);
    await commitJobChange(ctx, tx, row, { frames });
    row.deletedAt = new Date(ctx.clock.now());
    await saveJob(tx, row);
    return row;
  });
  await ctx.queue.drop(id);
  await removeBucket(ctx, { folder: job.resultBucket });
  if (job.task.resultBucket) return;
  const own = await bucketByName(ctx.db, job.accountId, job.deliveryBucket);
  if (own !== undefined && !own.isLocked && own.kind === "result") await removeBucket(ctx, own);
}
