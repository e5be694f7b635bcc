/** A command's job in words. Pure. */
import { type Mark, STATE_NAMES } from "#components/ui/state-mark.tsx";
import type { FrameProgress, Job } from "#lib/contract/farm/jobs.ts";
import type { FrameLine } from "#lib/contract/packed/frames.ts";
import { FAILURE_TEXT } from "#lib/domain/frame.ts";

/** What a job counts: frames of a film, or runs of a command. Shape: (job, 2) → "runs" */
export const unitOf = (job: Pick<Job, "script">, count: number): string =>
  `${job.script === null ? "frame" : "run"}${count === 1 ? "" : "s"}`;

/** A state's name: what renders is running where nothing is rendered. */
export const stateNameOf = (job: Pick<Job, "script">, mark: Mark): string =>
  job.script !== null && mark === "active" ? "Running" : STATE_NAMES[mark];

/** Percent of a run that is done; null while nothing is told. */
export function percentOf(
  frame: Pick<FrameLine, "state">,
  progress: FrameProgress | undefined,
): number | null {
  if (frame.state === "completed") return 100;
  if (frame.state !== "active" || progress === undefined || progress.total === 0) return null;
  return Math.min(100, Math.floor((100 * progress.done) / progress.total));
}

const PHASES: Record<FrameProgress["phase"], string> = {
  fetching: "fetching its files",
  rendering: "running",
  uploading: "storing its results",
};

/** One line that says how a run is. */
export function runInWords(
  frame: Pick<FrameLine, "state" | "failure" | "resultCount">,
  progress: FrameProgress | undefined,
): string {
  switch (frame.state) {
    case "queued":
      return "waiting";
    case "canceled":
      return "stopped";
    case "completed":
      return frame.resultCount === 0 ? "done, no files" : "done";
    case "failed":
      return frame.failure === null ? "failed" : FAILURE_TEXT[frame.failure];
    case "active":
      return progress === undefined ? "starting" : PHASES[progress.phase];
    default:
      return frame.state satisfies never;
  }
}
