/** tasks.submit: from settings to queued frames and reserved credits, in one transaction. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { TaskCreation } from "#lib/contract/qarnot/task.ts";
import { bucketNameFrom } from "#lib/domain/bucket.ts";
import { holdFor } from "#lib/domain/credits.ts";
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import { type JobId, newId } from "#lib/domain/ids.ts";
import { noFrames } from "#lib/domain/job.ts";
import { createBucketNear } from "../buckets/create.ts";
import { noSuchBucket } from "../buckets/find.ts";
import { touchBucket } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { invalidField, PlatformError } from "../errors.ts";
import { insertFrames } from "../frames/rows.ts";
import { accountOf } from "../policy.ts";
import { resultBucketOf } from "../projects/bucket.ts";
import { projectByBucket, type ProjectRow } from "../projects/rows.ts";
import { commitJobChange } from "./change.ts";
import { holdCredits } from "./money.ts";
import { type JobPlan, planJob, settingsOf } from "./plan.ts";
import { insertJob, type JobRow } from "./rows.ts";

/** The caller's project behind the task's bucket, ready to render. */
async function projectOf(ctx: Ctx, task: TaskCreation): Promise<ProjectRow> {
  const name = task.resourceBuckets[0];
  if (name === undefined) throw invalidField("resourceBuckets", "Name the bucket that holds the .blend.");
  if (task.resourceBuckets.length > 1)
    throw invalidField("resourceBuckets", "A render job reads one bucket. Put its files together in one.");
  const project = await projectByBucket(ctx.db, accountOf(ctx.actor).accountId, name);
  if (project === undefined) throw noSuchBucket(name);
  return project;
}

function planFor(project: ProjectRow, settings: ReturnType<typeof settingsOf>): JobPlan {
  if (settings.blendFile !== project.blendFile)
    throw invalidField(
      "blendFile",
      `There is no "${settings.blendFile}" in the bucket ${project.bucketName}.`,
    );
  if (project.state === "unreadable")
    throw invalidField("blendFile", project.problem ?? "Blender can't open this file.");
  if (project.summary === null) {
    throw new PlatformError(
      "conflict",
      "The file is still being read by a node's Blender. Submit again in a moment.",
    );
  }
  return planJob(settings, project.summary);
}

export async function submitJob(
  ctx: Ctx,
  { body: task }: ParsedOf<Api["tasks"]["submit"]>,
): Promise<{ uuid: JobId }> {
  const settings = settingsOf(task);
  const project = await projectOf(ctx, task);
  const plan = planFor(project, settings);
  const frames = expandFrameRange(settings.frames);
  const createdAt = new Date(ctx.clock.now());
  const id = newId<JobId>(createdAt.getTime());
  const job: JobRow = {
    ...noFrames(),
    id,
    accountId: project.accountId,
    projectId: project.id,
    projectName: project.name,
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
      await touchBucket(tx, project.bucket, createdAt);
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
  return { uuid: id };
}
