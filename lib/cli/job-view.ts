/** A job as the event stream tells it: what is known, and whether an event fits on it. Pure. */
import type { FarmEvent } from "#lib/contract/events.ts";
import type { Frame, FrameProgress, Job } from "#lib/contract/farm/jobs.ts";

export interface JobView {
  job: Job;
  frames: Map<number, Frame>;
  /** What running frames are doing; gone when they end. */
  progress: Map<number, FrameProgress>;
  /** The revision that all of it stands for. */
  revision: number;
}

/**
 * Takes an event into the view. `gap`: something before it was missed, or there is too much to list: fetch again.
 * Events of one change share a revision, so an equal one is applied, not ignored.
 */
export function applyToView(view: JobView, event: FarmEvent): "applied" | "ignored" | "gap" {
  switch (event.type) {
    case "job.changed":
    case "frames.changed": {
      if (event.jobId !== view.job.id || event.revision < view.revision) return "ignored";
      if (event.since > view.revision) return "gap";
      if (event.type === "job.changed") view.job = event.job;
      else if (event.frames === "many") return "gap";
      else for (const frame of event.frames) setFrame(view, frame);
      view.revision = event.revision;
      return "applied";
    }
    case "frame.progress":
      if (event.jobId !== view.job.id) return "ignored";
      for (const progress of event.frames)
        if (view.frames.get(progress.frame)?.state === "active") view.progress.set(progress.frame, progress);
      return "applied";
    case "project.changed":
    case "credits.changed":
    case "cap.neared":
    case "quote.changed":
    case "quote.decided":
    case "scene-model.changed":
    case "share.changed":
    case "sessions.ended":
    case "lease.revoked":
    case "node.changed":
    case "farm.changed":
    case "work.expected":
      return "ignored";
    default:
      return event satisfies never;
  }
}

function setFrame(view: JobView, frame: Frame): void {
  view.frames.set(frame.frame, frame);
  if (frame.state !== "active") view.progress.delete(frame.frame);
}

/** Sum of running frames' own shares, for jobProgress. */
export function partialFrames(view: JobView): number {
  let sum = 0;
  for (const { done, total, phase } of view.progress.values())
    sum += phase === "uploading" ? 1 : total > 0 ? Math.min(1, done / total) : 0;
  return sum;
}
