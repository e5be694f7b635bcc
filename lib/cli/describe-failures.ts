/** Why frames failed, in words: frames with the same reason in one line, each line with what Blender said last. */
import type { Farm } from "#lib/client/index.ts";
import { formatFrameRange } from "#lib/domain/frame-range.ts";
import { FAILURE_TEXT, type FailureCode } from "#lib/domain/frame.ts";
import type { JobView } from "./job-view.ts";

/** Shape: ["Frames 3-4 failed: The scene has no camera. …", "  Error: No camera found in scene"] */
export async function describeFailures(farm: Farm, view: JobView, signal: AbortSignal): Promise<string[]> {
  const byReason = new Map<FailureCode | null, number[]>();
  for (const { frame, state, failure } of view.frames.values()) {
    if (state !== "failed") continue;
    byReason.set(failure, [...(byReason.get(failure) ?? []), frame]);
  }
  const lines: string[] = [];
  for (const [failure, frames] of byReason) {
    const plural = frames.length === 1 ? "Frame" : "Frames";
    const reason = failure === null ? "The farm told no reason." : FAILURE_TEXT[failure];
    lines.push(`${plural} ${formatFrameRange(frames)} failed: ${reason}`);
    const message = await lastMessage(farm, view, Math.min(...frames), signal);
    if (message !== "" && message !== reason) lines.push(`  ${message}`);
  }
  return lines;
}

/** An extra, so a farm that went away meanwhile costs only this line. */
async function lastMessage(farm: Farm, view: JobView, frame: number, signal: AbortSignal): Promise<string> {
  try {
    const detail = await farm.jobs.frame({ params: { jobId: view.job.id, frame }, signal });
    return (detail.attempts.at(-1)?.message ?? "").trim();
  } catch {
    return "";
  }
}
