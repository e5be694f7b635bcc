/** States of a job, derived from its frames; nothing sets "completed" by hand. */
import type { FrameState } from "./frame.ts";

export const JOB_STATES = ["queued", "active", "paused", "completed", "failed", "canceled"] as const;
export type JobState = (typeof JOB_STATES)[number];

export type FrameCounts = Record<FrameState, number>;
export const noFrames = (): FrameCounts => ({ queued: 0, active: 0, completed: 0, failed: 0, canceled: 0 });

export const isEnded = (state: JobState): boolean =>
  state === "completed" || state === "failed" || state === "canceled";

/**
 * The job's state as its frames tell it. `isPaused` holds new frames back while running ones end.
 * Shape: {completed: 3, failed: 1, …0} → "failed"; any canceled and nothing open → "canceled".
 */
export function deriveJobState(counts: FrameCounts, isPaused = false): JobState {
  if (counts.queued + counts.active > 0) {
    if (counts.active > 0) return "active";
    if (isPaused) return "paused";
    return counts.completed + counts.failed > 0 ? "active" : "queued";
  }
  if (counts.canceled > 0) return "canceled";
  if (counts.failed > 0) return "failed";
  return "completed";
}

/** Share of a job that is done, 0 … 1: whole frames plus `partial`, the sum of running frames' own shares. */
export function jobProgress(counts: FrameCounts, partial = 0): number {
  const total = counts.queued + counts.active + counts.completed + counts.failed + counts.canceled;
  if (total === 0) return 0;
  return Math.min(1, (counts.completed + Math.min(partial, counts.active)) / total);
}
