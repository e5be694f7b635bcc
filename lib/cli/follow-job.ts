/** A job's view, kept up to date by the event stream and fetched again wherever something may have been missed. */
import { watchEvents } from "#lib/client/event-stream.ts";
import type { Farm } from "#lib/client/index.ts";
import type { Frame } from "#lib/contract/farm/jobs.ts";
import { isEnded } from "#lib/domain/job.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { Connection } from "./connect.ts";
import { applyToView, type JobView } from "./job-view.ts";
import { persist } from "./persist.ts";

/** The contract's most in one answer. */
const PAGE = 10_000;

async function fetchView(farm: Farm, jobId: JobId, signal: AbortSignal): Promise<JobView> {
  return persist(async () => {
    // The job after the frames: then it is the newer of the two, and events fit on the older revision.
    const frames = new Map<number, Frame>();
    const progress = new Map();
    let revision = Number.POSITIVE_INFINITY;
    for (let offset = 0; ; offset += PAGE) {
      const page = await farm.jobs.frames({ params: { jobId }, query: { offset, limit: PAGE }, signal });
      for (const frame of page.frames) frames.set(frame.frame, frame);
      for (const one of page.progress) progress.set(one.frame, one);
      revision = Math.min(revision, page.revision);
      if (page.frames.length < PAGE) break;
    }
    const job = await farm.jobs.get({ params: { jobId }, signal });
    return { job, frames, progress, revision };
  }, signal);
}

/**
 * Yields the view after each change, `null` while the connection is lost; ends when the job has ended.
 * Errors: FarmError when the job can't be fetched (404: not yours, or removed).
 */
export async function* followJob(
  connection: Connection,
  jobId: JobId,
  signal: AbortSignal,
): AsyncGenerator<JobView | null> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  let view: JobView | null = null;
  try {
    for await (const message of watchEvents({
      baseUrl: connection.baseUrl,
      credential: connection.credential,
      topics: [`job:${jobId}`],
      signal: both,
    })) {
      if (message.type === "lost") {
        yield null;
        continue;
      }
      if (message.type !== "event" || view === null) view = await fetchView(connection.farm, jobId, both);
      else {
        const outcome = applyToView(view, message.event);
        if (outcome === "ignored") continue;
        if (outcome === "gap") view = await fetchView(connection.farm, jobId, both);
      }
      yield view;
      if (isEnded(view.job.state)) {
        // The last event of a job may come before those of its frames: what is true now is asked once more.
        if (!framesAgree(view)) yield await fetchView(connection.farm, jobId, both);
        return;
      }
    }
  } finally {
    stop.abort();
  }
  signal.throwIfAborted();
}

function framesAgree(view: JobView): boolean {
  let completed = 0;
  let failed = 0;
  for (const frame of view.frames.values()) {
    if (frame.state === "completed") completed += 1;
    if (frame.state === "failed") failed += 1;
  }
  return completed === view.job.counts.completed && failed === view.job.counts.failed;
}
