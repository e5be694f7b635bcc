/** From a task to a job: from settings to queued frames and reserved credits, in one transaction. */
import type { TaskCreation } from "#lib/contract/qarnot/task.ts";
import { hardwareNeedsOf } from "#lib/contract/translate/hardware.ts";
import { SCRIPT_PROFILE } from "#lib/contract/translate/script.ts";
import { bucketNameFrom } from "#lib/domain/bucket.ts";
import { fromCredits } from "#lib/domain/credits.ts";
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import { type AccountId, type JobId, newId } from "#lib/domain/ids.ts";
import { noFrames } from "#lib/domain/job.ts";
import { SCRIPTS_OFF } from "#lib/domain/waiting.ts";
import { createBucketNear, ensureBucket } from "../buckets/create.ts";
import { touchBucket } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { isDuplicate } from "../db/errors.ts";
import { PlatformError } from "../errors.ts";
import { readAllowsScripts } from "../farm-settings/read.ts";
import { insertFrames } from "../frames/rows.ts";
import { accountOf } from "../policy.ts";
import { resultBucketOf } from "../projects/bucket.ts";
import { projectOfFile, type ProjectRow } from "../projects/rows.ts";
import { checkSecrets } from "../secrets/for-task.ts";
import { shortnameTaken } from "../tasks/invalid.ts";
import { sealedConstants } from "../tasks/secret-constants.ts";
import { commitJobChange } from "./change.ts";
import { holdCredits } from "./money.ts";
import { ceilingOfTask, type JobPlan, planScript, settingsOf } from "./plan.ts";
import { holdOf, planFor } from "./plan-source.ts";
import { planWaitingJobs } from "./plan-waiting.ts";
import { insertJob, type JobRow, newJobFacts, type ProbeFacts } from "./rows.ts";
import { sourceOf } from "./source.ts";
import { versionOf } from "./version.ts";

/** Named by the task, or one of its own. Made in the transaction that makes the job. */
async function deliveryBucketFor(tx: Transaction, job: JobRow): Promise<string> {
  const wanted = { accountId: job.accountId, kind: "result" as const, now: job.createdAt };
  const { resultBucket } = job.task;
  if (resultBucket) return (await ensureBucket(tx, { ...wanted, name: resultBucket })).name;
  // The end of the id keeps hundreds of jobs of one name from trying each other's.
  const name = `${bucketNameFrom(job.name, "job")}-${job.id.slice(-8)}`;
  return (await createBucketNear(tx, { ...wanted, name })).name;
}

/** What a task comes to, and what it works on. */
type Work = Awaited<ReturnType<typeof sourceOf>> & {
  plan: JobPlan & Pick<JobRow, "isPlanned" | "settings" | "script">;
  project: ProjectRow | undefined;
};

async function renderOf(ctx: Ctx, accountId: AccountId, task: TaskCreation): Promise<Work> {
  const settings = settingsOf(task);
  const named = await versionOf(ctx, accountId, task, settings.blendFile);
  const { source, buckets } = named ?? (await sourceOf(ctx, accountId, task, settings.blendFile));
  const plan = { ...planFor(source, settings), settings, script: null };
  const project =
    named?.project ?? (await projectOfFile(ctx.db, buckets[0]?.folder ?? "", settings.blendFile));
  return { source, buckets, plan, project };
}

/** Errors: forbidden while the farm does not run commands. */
async function scriptOf(ctx: Ctx, accountId: AccountId, task: TaskCreation): Promise<Work> {
  if (!(await readAllowsScripts(ctx.db))) throw new PlatformError("forbidden", SCRIPTS_OFF);
  const plan = { ...planScript(task), isPlanned: true };
  await checkSecrets(ctx, accountId, task.secretsAccessRights);
  return { ...(await sourceOf(ctx, accountId, task, null)), plan, project: undefined };
}

interface SubmitOptions {
  /** The job is a quote's probes. */
  probe?: ProbeFacts | null;
  /** Belongs to the transaction that makes the job, before all else of it. */
  before?: (tx: Transaction, id: JobId) => Promise<void>;
}

/** `task`: read and checked (tasks/check.ts). Errors: invalid, forbidden, not_found, conflict, no_credits; those of `before`. */
export async function submitJob(
  ctx: Ctx,
  task: TaskCreation,
  { probe = null, before }: SubmitOptions = {},
): Promise<JobId> {
  const { accountId } = accountOf(ctx.actor);
  const work = await (task.profile === SCRIPT_PROFILE ? scriptOf : renderOf)(ctx, accountId, task);
  const { source, buckets, plan, project } = work;
  const { settings } = plan;
  const { credits, atCap } = ceilingOfTask(task);
  const frames = expandFrameRange(settings.frames);
  const createdAt = new Date(ctx.clock.now());
  const id = newId<JobId>(createdAt.getTime());
  const job: JobRow = {
    ...noFrames(),
    ...newJobFacts(createdAt),
    id,
    accountId,
    projectId: project?.id ?? null,
    projectName: project?.name ?? (settings.blendFile || task.name),
    sourceId: source.id,
    problem: null,
    name: task.name,
    state: "queued",
    ...plan,
    needs: { ...plan.needs, hardware: hardwareNeedsOf(task.hardwareConstraints) },
    task: { ...task, constants: sealedConstants(ctx, task.constants) },
    resultBucket: resultBucketOf(id),
    totalFrames: frames.length,
    queued: frames.length,
    cap: credits === null ? null : fromCredits(credits),
    atCap,
    probe,
    // Scripts, which list tasks, never see one.
    forgottenAt: probe === null ? null : createdAt,
    shortname: task.shortname ?? null,
    tags: task.tags,
    dependsOn: (task.dependencies?.dependsOn ?? []) as JobId[],
    deliveryBucket: "",
  };
  await ctx.queue.open(id);
  try {
    await ctx.db.transaction(async (tx) => {
      await before?.(tx, id);
      if (probe === null) job.deliveryBucket = await deliveryBucketFor(tx, job);
      await insertJob(tx, job);
      for (const bucket of buckets) await touchBucket(tx, bucket.folder, createdAt);
      await insertFrames(tx, id, frames);
      await ctx.queue.publish(tx, id, frames);
      const sums = probe === null ? await holdCredits(ctx, tx, job, holdOf(plan, frames.length)) : null;
      await commitJobChange(ctx, tx, job, { frames: [], sums });
      tx.afterCommit(() => ctx.work.hint());
    });
  } catch (error) {
    await ctx.queue.drop(id);
    throw isDuplicate(error, "jobs_shortname") ? shortnameTaken(task.shortname ?? "") : error;
  }
  // The file may have been inspected between the plan and its writing.
  if (!job.isPlanned) await planWaitingJobs(ctx, source.id);
  return id;
}
