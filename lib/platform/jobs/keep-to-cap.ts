/**
 * Holds a job to its cap, after every change of it: no more frames while what is left bears none, and again when it does
 * (the cap was raised, or frames in hand failed or cost less). Its owner is told once of each level.
 */
import type { DurableEvent } from "#lib/contract/events.ts";
import { CAP_LEVELS, capLevel, type CapLevel, framesUnderCap } from "#lib/domain/cap.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import type { FrameRow } from "../frames/rows.ts";
import { cancelOpenFrames } from "./cancel-open.ts";
import type { JobRow } from "./rows.ts";

const isHigher = (level: CapLevel, than: CapLevel): boolean =>
  CAP_LEVELS.indexOf(level) > CAP_LEVELS.indexOf(than);

/** A pause for another reason is left alone: whoever ends it comes by here. */
function pauseOrGoOn(ctx: Ctx, tx: Transaction, job: JobRow): void {
  const isHeldBack = job.cap !== null && job.queued > 0 && framesUnderCap(job) === 0;
  if (isHeldBack && !job.isPaused) {
    job.isPaused = true;
    job.pauseReason = "cap";
  } else if (!isHeldBack && job.pauseReason === "cap") {
    job.isPaused = false;
    job.pauseReason = null;
    if (job.queued > 0) tx.afterCommit(() => ctx.work.hint());
  }
}

/** Changes the locked row; `frames`: those that were canceled because the owner chose that the cap stops the job. */
export async function keepToCap(
  ctx: Ctx,
  tx: Transaction,
  job: JobRow,
): Promise<{ frames: FrameRow[] | "many"; event: DurableEvent | null }> {
  // One frame is always tried; while it is in hand nobody knows what the others cost, and the cap is not to blame.
  const isFirstInHand = job.secondsPerFrame === null && job.active > 0;
  if (!isFirstInHand) pauseOrGoOn(ctx, tx, job);
  const level = capLevel(job);
  const isOpen = job.queued + job.active > 0;
  const frames =
    level === "reached" && job.atCap === "stop" && job.active === 0 && job.queued > 0
      ? await cancelOpenFrames(ctx, tx, job)
      : [];
  if (!isOpen || !isHigher(level, job.capTold) || job.cap === null) return { frames, event: null };
  job.capTold = level;
  const { id: jobId, accountId, name, charged, cap } = job;
  return { frames, event: { type: "cap.neared", jobId, accountId, name, level, charged, cap } };
}
