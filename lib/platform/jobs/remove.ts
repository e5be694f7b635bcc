/** tasks.remove: the job and its pictures are gone; the ledger keeps what was charged. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { isEnded } from "#lib/domain/job.ts";
import { removeBucket } from "../buckets/remove.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { cancelOpenFrames } from "./abort.ts";
import { commitJobChange } from "./change.ts";
import { jobFor } from "./get.ts";
import { lockJob, saveJob } from "./rows.ts";

export async function removeJob(ctx: Ctx, { params }: ParsedOf<Api["tasks"]["remove"]>): Promise<void> {
  const { id } = await jobFor(ctx, "change", params.jobId);
  const bucket = await ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, id);
    if (job === undefined) throw notFound("job");
    const frames = isEnded(job.state) ? [] : await cancelOpenFrames(ctx, tx, job);
    await commitJobChange(ctx, tx, job, { frames });
    job.deletedAt = new Date(ctx.clock.now());
    await saveJob(tx, job);
    return job.resultBucket;
  });
  await ctx.queue.drop(id);
  await removeBucket(ctx, { folder: bucket });
}
