/** The live figures of a job: progress, upload progress, working CPUs, elapsed, computation, credits. */
"use client";
import type { ReactNode } from "react";
import { useBegunFrames, usePartialProgress } from "#components/realtime/realtime-provider.tsx";
import { useFormat, useNow } from "#components/shell/reader.tsx";
import { cn } from "#components/ui/cn.ts";
import { Fact } from "#components/ui/fact.tsx";
import { formatDuration } from "#components/ui/format.ts";
import type { Mark } from "#components/ui/state-mark.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { isEnded, jobProgress } from "#lib/domain/job.ts";
import { elapsedSeconds, jobMark } from "./job-words.ts";

/** Share of the job that is rendered, running frames included. */
export function useJobProgress(job: Job): number {
  return jobProgress(job.counts, usePartialProgress(job.id));
}

/** What the job is right now: its state, or the next of a node that has not begun it. */
export const useJobMark = (job: Job): Mark => jobMark(job, useBegunFrames(job.id));

function Elapsed({ job }: { job: Job }): ReactNode {
  const now = useNow(!isEnded(job.state));
  const seconds = elapsedSeconds(job, now);
  return seconds === null ? "not started" : formatDuration(seconds);
}

/** `isLarge`: as a page's figures, not a row's. */
export function JobMeters(props: { job: Job; className?: string; isLarge?: boolean }): ReactNode {
  const { job, className, isLarge = false } = props;
  const format = useFormat();
  const progress = useJobProgress(job);
  return (
    <dl
      className={cn(
        "grid grid-cols-[repeat(auto-fit,minmax(5.5rem,1fr))] gap-x-2 gap-y-2 text-sm",
        isLarge &&
          "gap-y-3 sm:gap-x-4 sm:grid-cols-[repeat(auto-fit,minmax(7.5rem,1fr))] sm:[&_dd]:text-xl sm:[&_dd]:font-light",
        className,
      )}
    >
      <Fact name="Progress">
        <span className={job.counts.active > 0 ? "font-semibold text-ember-ink" : "font-semibold"}>
          {format.share(progress)}
        </span>
      </Fact>
      <Fact name="Upload progress" title="Share of the frames whose picture is in storage">
        {format.share(job.delivered)}
      </Fact>
      <Fact name="Working CPUs" title="Cores that render this job right now">
        {format.count(job.activeCores)}
      </Fact>
      <Fact name="Elapsed">
        <Elapsed job={job} />
      </Fact>
      <Fact name="Computation" title="Core time of the frames that were delivered">
        {formatDuration(job.coreSeconds)}
      </Fact>
      <Fact
        name="Credits"
        title={
          job.held > 0
            ? `${format.credits(job.held)} credits are held until the job ends; only delivered frames are charged.`
            : "Only delivered frames are charged. One credit is one core-minute."
        }
      >
        {format.credits(job.charged)}
        {job.held > 0 && <span className="text-ink-3"> of {format.credits(job.held + job.charged)}</span>}
      </Fact>
    </dl>
  );
}
