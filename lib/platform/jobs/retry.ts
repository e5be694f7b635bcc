/** jobs.retry: renders frames again. What they showed before stays until something new is delivered. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { Api } from "#lib/contract/index.ts";
import { creditsInWords, framesUnderCap } from "#lib/domain/cap.ts";
import { holdFor } from "#lib/domain/credits.ts";
import { expandFrameRange, FrameRangeError } from "#lib/domain/frame-range.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { invalidField, notFound, PlatformError } from "../errors.ts";
import { type FrameRow, framesInStates, lockFrames, moveFrames } from "../frames/rows.ts";
import { commitJobChange } from "./change.ts";
import { jobFor } from "./get.ts";
import { holdCredits, takeBackRounding } from "./money.ts";
import { presentJob } from "./present.ts";
import { type JobRow, lockJob } from "./rows.ts";

/** Frames of a text. Errors: invalid, at `frames`. */
export function framesOf(text: string): number[] {
  try {
    return expandFrameRange(text);
  } catch (error) {
    if (error instanceof FrameRangeError) throw invalidField("frames", error.message);
    throw error;
  }
}

/** Those of the selection that have ended; open ones are left alone. */
async function selected(tx: Transaction, job: JobRow, selection: string): Promise<FrameRow[]> {
  if (selection === "failed") return framesInStates(tx, job.id, ["failed", "canceled"]);
  const named = await lockFrames(tx, job.id, framesOf(selection));
  if (named.length === 0) throw invalidField("frames", `The job has no frame of ${selection}.`);
  return named.filter((f) => f.state !== "queued" && f.state !== "active");
}

/** Errors: no_credits; invalid when the job has none of the frames. */
export async function retryFrames(ctx: Ctx, { params, body }: ParsedOf<Api["jobs"]["retry"]>): Promise<Job> {
  const { id } = await jobFor(ctx, "change", params.jobId);
  await ctx.queue.open(id);
  return ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, id);
    if (job === undefined) throw notFound("job");
    const chosen = await selected(tx, job, body.frames);
    if (chosen.length === 0) return presentJob(ctx.clock, tx, job);
    const isKnown = job.secondsPerFrame !== null;
    if (
      isKnown &&
      framesUnderCap({ ...job, charged: job.charged - job.rounding, queued: chosen.length }) === 0
    )
      throw new PlatformError(
        "conflict",
        `The job is at its cap of ${creditsInWords(job.cap ?? 0)}. Raise it first, then render the frames again.`,
      );
    for (const frame of chosen) job[frame.state] -= 1;
    const numbers = chosen.map((f) => f.frame);
    const frames = await moveFrames(tx, id, numbers, { state: "queued", resetsAttempts: true });
    job.queued += frames.length;
    job.endedAt = null;
    await ctx.queue.cancel(tx, id, numbers);
    await ctx.queue.publish(tx, id, numbers);
    await takeBackRounding(ctx, tx, job);
    const sums = await holdCredits(ctx, tx, job, holdFor({ frames: frames.length, ...job.effective }));
    tx.afterCommit(() => ctx.work.hint());
    return commitJobChange(ctx, tx, job, { frames, sums });
  });
}
