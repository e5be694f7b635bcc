/**
 * Jobs that were submitted before anybody had looked into their files: now that somebody has, they are planned, or fail with
 * the reason. Safe to repeat: after a crash the sweep goes on with what is left.
 */
import type { FailureCode } from "#lib/domain/frame.ts";
import { isEnded } from "#lib/domain/job.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { PlatformError } from "../errors.ts";
import { framesInStates, MANY_FRAMES, moveFrames } from "../frames/rows.ts";
import { readSource, type SourceRow } from "../sources/rows.ts";
import { adjustHold } from "./adjust-hold.ts";
import { commitJobChange } from "./change.ts";
import { holdOf, planFor } from "./plan-source.ts";
import { type JobRow, lockJob, savePlan, unplannedJobs } from "./rows.ts";

/** Which field of the settings does not fit the file → how its frames failed. */
const FAILURE_OF: Record<string, FailureCode> = {
  scene: "scene_missing",
  camera: "no_camera",
  engine: "engine_missing",
};

/** Of one source, or all there are. */
export async function planWaitingJobs(ctx: Ctx, ofSource?: string): Promise<void> {
  for (const { id, sourceId } of await unplannedJobs(ctx.db, ofSource)) {
    const source = await readSource(ctx.db, sourceId);
    if (source !== undefined) await planWaiting(ctx, id, source);
  }
}

async function planWaiting(ctx: Ctx, id: string, source: SourceRow): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, id);
    if (job === undefined || job.isPlanned) return;
    job.isPlanned = true;
    if (isEnded(job.state)) return void (await savePlan(tx, job));
    try {
      const { hardware } = job.needs;
      const plan = planFor(source, job.settings);
      Object.assign(job, plan, { needs: { ...plan.needs, hardware } });
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      return failAll(ctx, tx, job, error);
    }
    await savePlan(tx, job);
    const sums = await adjustHold(ctx, tx, job, holdOf(job, job.queued));
    await commitJobChange(ctx, tx, job, { frames: [], sums });
    tx.afterCommit(() => ctx.work.hint());
  });
}

async function failAll(ctx: Ctx, tx: Transaction, job: JobRow, reason: PlatformError): Promise<void> {
  job.problem = reason.message;
  await savePlan(tx, job);
  const failure = FAILURE_OF[Object.keys(reason.fields ?? {})[0] ?? ""] ?? "file_unreadable";
  const numbers = (await framesInStates(tx, job.id, ["queued"])).map((f) => f.frame);
  await ctx.queue.cancel(tx, job.id);
  const frames = await moveFrames(tx, job.id, numbers, { state: "failed", failure });
  job.queued -= frames.length;
  job.failed += frames.length;
  await commitJobChange(ctx, tx, job, { frames: frames.length > MANY_FRAMES ? "many" : frames });
}
