/** What a frame is right now, as people see it: its state, and for one under a lease whether a Blender has begun it. */
"use client";
import { useFrameProgress } from "#components/realtime/realtime-provider.tsx";
import { type Mark, STATE_NAMES } from "#components/ui/state-mark.tsx";
import type { Frame, FrameProgress } from "#lib/contract/farm/jobs.ts";
import type { FrameLine } from "#lib/contract/packed/frames.ts";
import { FAILURE_TEXT } from "#lib/domain/frame.ts";
import type { JobId } from "#lib/domain/ids.ts";

/** A node takes frames in advance; the platform hears of those that a Blender works on, and only of those. Pure. */
export function markOf(frame: Pick<Frame, "state">, progress: FrameProgress | undefined): Mark {
  if (frame.state !== "active") return frame.state;
  if (progress === undefined) return "next";
  return progress.phase === "uploading" ? "uploading" : "active";
}

export const useFrameMark = (jobId: JobId, frame: Pick<FrameLine, "frame" | "state">): Mark =>
  markOf(frame, useFrameProgress(jobId, frame.frame));

/** One line that says what the frame is. */
export function frameInWords(frame: Pick<FrameLine, "frame" | "state" | "failure">, mark: Mark): string {
  const state = `Frame ${frame.frame}: ${STATE_NAMES[mark].toLowerCase()}`;
  return frame.failure === null || frame.state !== "failed"
    ? state
    : `${state}. ${FAILURE_TEXT[frame.failure]}`;
}
