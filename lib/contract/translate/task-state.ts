/** A job's state in Qarnot's eleven words. Pure. */
import type { FrameCounts, JobState } from "#lib/domain/job.ts";
import type { LeasePhase } from "#lib/domain/frame.ts";
import type { TaskState } from "../qarnot/task-output.ts";

export interface StateFacts extends FrameCounts {
  state: JobState;
  /** A node said once that it renders; before that, frames are only handed out. */
  isRendering: boolean;
}

/** What is kept as the task's state, and which it was before. Between two frames that nobody renders it goes on executing. */
export function taskStateOf(job: StateFacts): TaskState {
  switch (job.state) {
    case "completed":
      return "Success";
    case "failed":
      return "Failure";
    case "canceled":
      return "Cancelled";
    case "queued":
    case "paused":
    case "active": {
      const hasResults = job.completed + job.failed > 0;
      if (job.active === 0) return hasResults ? "PartiallyExecuting" : "Submitted";
      if (!job.isRendering && !hasResults) return job.queued > 0 ? "PartiallyDispatched" : "FullyDispatched";
      return job.queued > 0 ? "PartiallyExecuting" : "FullyExecuting";
    }
    default:
      return job.state satisfies never;
  }
}

/** Nothing waits, and all that runs only delivers. Clients of 2015 know that under another name. */
export function shownState(
  kept: TaskState,
  running: readonly (LeasePhase | undefined)[],
  isOfDisks: boolean,
): TaskState {
  if (kept !== "FullyExecuting" || running.length === 0) return kept;
  if (!running.every((phase) => phase === "uploading")) return kept;
  return isOfDisks ? "DownloadingResults" : "UploadingResults";
}
