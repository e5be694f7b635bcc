/** Follows a job to its end and downloads each frame as it finishes. What `hearth render` and `hearth watch` share. */
import { mkdir } from "node:fs/promises";
import type { Frame } from "#lib/contract/farm/jobs.ts";
import { formatCredits } from "#lib/domain/credits.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { jobProgress } from "#lib/domain/job.ts";
import type { Connection } from "./connect.ts";
import { CliError } from "./cli-error.ts";
import { downloadFrame } from "./download-frame.ts";
import { describeFailures } from "./describe-failures.ts";
import { followJob } from "./follow-job.ts";
import { type JobView, partialFrames } from "./job-view.ts";
import { formatSeconds, type ProgressLine } from "./progress.ts";

/** More fill no line that one does not, and each is a file that is open. */
const DOWNLOADS_AT_ONCE = 4;

export interface CollectFacts {
  connection: Connection;
  jobId: JobId;
  folder: string;
  keepSame: boolean;
  progress: ProgressLine;
  signal: AbortSignal;
  now?: () => number;
}

/**
 * Answers the exit code: 0 when every frame was rendered and is in the folder.
 * Errors: what following or downloading refuses; the signal's reason when it fires (the job goes on).
 */
export async function collectFrames(facts: CollectFacts): Promise<number> {
  const { connection, jobId, folder, progress, signal } = facts;
  const now = facts.now ?? Date.now;
  const began = now();
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new CliError(`The folder ${folder} can't be made: ${(error as Error).message}`, error);
  });
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const downloads = createDownloads({ ...facts, signal: both });
  let view: JobView | null = null;
  let toldWaiting = "";
  try {
    for await (const next of followJob(connection, jobId, both)) {
      downloads.throwIfFailed();
      if (next === null) {
        progress.status(view === null ? 0 : shareOf(view), "The connection is lost; trying again …");
        continue;
      }
      view = next;
      for (const frame of view.frames.values()) if (frame.state === "completed") downloads.want(frame);
      const waiting = view.job.waiting?.text ?? "";
      if (waiting !== toldWaiting && waiting !== "" && view.job.waiting?.code !== "starting")
        progress.line(waiting);
      toldWaiting = waiting;
      progress.status(shareOf(view), statusOf(view, downloads.count(), (now() - began) / 1000));
    }
    await downloads.finished();
  } finally {
    stop.abort();
    progress.end();
  }
  if (view === null) throw new CliError("The farm's events ended before the job did. Try `hearth watch`.");
  return conclude(view, downloads.count(), facts, (now() - began) / 1000);
}

const shareOf = (view: JobView): number => jobProgress(view.job.counts, partialFrames(view));

function statusOf(view: JobView, downloaded: number, elapsed: number): string {
  const { job } = view;
  const share = shareOf(view);
  const left = share > 0.02 ? `, about ${formatSeconds((elapsed / share) * (1 - share))} left` : "";
  const cores = job.activeCores > 0 ? `, ${Math.round(job.activeCores)} cores` : "";
  return `${job.counts.completed}/${job.totalFrames} rendered, ${downloaded} here${cores}${left}`;
}

async function conclude(
  view: JobView,
  downloaded: number,
  facts: CollectFacts,
  seconds: number,
): Promise<number> {
  const { job } = view;
  const cost = `${formatCredits(job.charged)} credit${job.charged === 1_000_000 ? "" : "s"}`;
  facts.progress.line(
    `${downloaded} of ${job.totalFrames} frames in ${facts.folder}, ${formatSeconds(seconds)}, ${cost}.`,
  );
  for (const line of await describeFailures(facts.connection.farm, view, facts.signal))
    facts.progress.line(line);
  if (job.state === "canceled") facts.progress.line("The job was stopped.");
  return job.state === "completed" && downloaded === job.totalFrames ? 0 : 1;
}

interface Downloads {
  /** Downloads a frame unless this attempt's file is wanted already. */
  want(frame: Frame): void;
  count(): number;
  throwIfFailed(): void;
  finished(): Promise<void>;
}

function createDownloads(facts: CollectFacts): Downloads {
  const wanted = new Map<number, number>();
  const here = new Set<number>();
  const queue: Frame[] = [];
  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | null = null;
  const { connection, jobId, folder, keepSame, progress, signal } = facts;

  const start = () => {
    while (running.size < DOWNLOADS_AT_ONCE) {
      const frame = queue.shift();
      if (frame === undefined || failure !== null) return;
      const work = downloadFrame({ farm: connection.farm, jobId, frame, folder, keepSame, signal })
        .then(() => {
          here.add(frame.frame);
          progress.line(`${frame.fileName}${describeCost(frame)}`);
        })
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => {
          running.delete(work);
          start();
        });
      running.add(work);
    }
  };
  const throwIfFailed = () => {
    if (failure !== null) throw failure.error;
  };
  return {
    want(frame) {
      if ((wanted.get(frame.frame) ?? 0) >= frame.attempt) return;
      wanted.set(frame.frame, frame.attempt);
      queue.push(frame);
      start();
    },
    count: () => here.size,
    throwIfFailed,
    async finished() {
      while (running.size > 0) await Promise.race(running);
      throwIfFailed();
    },
  };
}

/** Shape: "  12 s on ember-1" */
function describeCost(frame: Frame): string {
  if (frame.seconds === null) return "";
  const seconds = frame.seconds < 10 ? `${frame.seconds.toFixed(1)} s` : formatSeconds(frame.seconds);
  return `  ${seconds}${frame.nodeName === null ? "" : ` on ${frame.nodeName}`}`;
}
