/** tasks.submit: from settings to queued frames and reserved credits, in one transaction. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { bucketNameFrom } from "#lib/domain/bucket.ts";
import { holdFor } from "#lib/domain/credits.ts";
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import { type JobId, newId } from "#lib/domain/ids.ts";
import { noFrames } from "#lib/domain/job.ts";
import { createBucketNear } from "../buckets/create.ts";
import { touchBucket } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { insertFrames } from "../frames/rows.ts";
import { accountOf } from "../policy.ts";
import { resultBucketOf } from "../projects/bucket.ts";
import { projectOfFile } from "../projects/rows.ts";
import { commitJobChange } from "./change.ts";
import { holdCredits } from "./money.ts";
import { settingsOf } from "./plan.ts";
import { planFor } from "./plan-source.ts";
import { planWaitingJobs } from "./plan-waiting.ts";
import { insertJob, type JobRow } from "./rows.ts";
import { sourceOf } from "./source.ts";

export async function submitJob(
  ctx: Ctx,
  { body: task }: ParsedOf<Api["tasks"]["submit"]>,
): Promise<{ uuid: JobId }> {
  const settings = settingsOf(task);
  const { accountId } = accountOf(ctx.actor);
  const { source, buckets } = await sourceOf(ctx, accountId, task, settings.blendFile);
  const plan = planFor(source, settings);
  const project = await projectOfFile(ctx.db, buckets[0]?.folder ?? "", settings.blendFile);
  const frames = expandFrameRange(settings.frames);
  const createdAt = new Date(ctx.clock.now());
  const id = newId<JobId>(createdAt.getTime());
  const job: JobRow = {
    ...noFrames(),
    id,
    accountId,
    projectId: project?.id ?? null,
    projectName: project?.name ?? settings.blendFile,
    sourceId: source.id,
    problem: null,
    name: task.name,
    state: "queued",
    isPaused: false,
    pauseReason: null,
    settings,
    ...plan,
    task,
    resultBucket: resultBucketOf(id),
    blenderVersion: null,
    totalFrames: frames.length,
    queued: frames.length,
    coreSeconds: 0,
    secondsPerFrame: null,
    charged: 0,
    rounding: 0,
    held: 0,
    revision: 0,
    createdAt,
    startedAt: null,
    endedAt: null,
    deletedAt: null,
  };
  await ctx.queue.open(id);
  try {
    await ctx.db.transaction(async (tx) => {
      await insertJob(tx, job);
      await createBucketNear(tx, {
        accountId: job.accountId,
        name: `${bucketNameFrom(job.name, "job")}-frames`,
        kind: "result",
        folder: job.resultBucket,
        now: createdAt,
      });
      for (const bucket of buckets) await touchBucket(tx, bucket.folder, createdAt);
      await insertFrames(tx, id, frames);
      await ctx.queue.publish(tx, id, frames);
      const sums = await holdCredits(ctx, tx, job, holdFor({ frames: frames.length, ...plan.effective }));
      await commitJobChange(ctx, tx, job, { frames: [], sums });
      tx.afterCommit(() => ctx.work.hint());
    });
  } catch (error) {
    await ctx.queue.drop(id);
    throw error;
  }
  // The file may have been inspected between the plan and its writing.
  if (!job.isPlanned) await planWaitingJobs(ctx, source.id);
  return { uuid: id };
}
