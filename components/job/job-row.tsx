/** A whole job in one row, as the portal of 2015 had it: every fact, live. */
"use client";
import Link from "next/link";
import { memo, type ReactNode } from "react";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { stateNameOf, unitOf } from "#components/script/run-words.ts";
import { cn } from "#components/ui/cn.ts";
import { STATE_INK, StateMark } from "#components/ui/state-mark.tsx";
import { useInView } from "#components/ui/use-in-view.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { DownloadButton, RetryFailedButton, StopButton } from "./job-actions.tsx";
import { JobMeters, useJobMark, useJobProgress } from "./job-meters.tsx";
import { JobStrip } from "./job-strip.tsx";
import { rendererInWords, titlesOf } from "./job-words.ts";
import { StateBar } from "./state-bar.tsx";

/** The row's upper edge, which follows the real progress while it renders. */
function ProgressEdge({ job }: { job: Job }): ReactNode {
  const progress = useJobProgress(job);
  if (job.state !== "active") return null;
  return (
    <span
      aria-hidden
      className="absolute inset-x-0 top-0 h-0.5 origin-left bg-active transition-transform duration-150"
      style={{ transform: `scaleX(${progress})` }}
    />
  );
}

function RowState({ job }: { job: Job }): ReactNode {
  const progress = useJobProgress(job);
  const mark = useJobMark(job);
  return (
    <span className={cn("inline-flex items-center gap-1.5 text-xs font-semibold", STATE_INK[mark])}>
      <StateMark state={mark} share={progress} />
      {stateNameOf(job, mark)}
    </span>
  );
}

export const JobRow = memo(function JobRow({ job }: { job: Job }): ReactNode {
  const format = useFormat();
  const [ref, isInView] = useInView<HTMLElement>();
  const title = `job-${job.id}`;
  const [name, ...origins] = titlesOf(job);
  return (
    <article
      ref={ref}
      aria-labelledby={title}
      className="relative overflow-hidden rounded-lg border border-line bg-surface transition-colors hover:border-line-strong/60"
    >
      <ProgressEdge job={job} />
      <div className="grid gap-x-6 gap-y-3 p-4">
        <div className="grid items-start gap-x-8 gap-y-3 sm:grid-cols-[minmax(0,1fr)_auto] xl:grid-cols-[minmax(0,1fr)_36rem_auto]">
          <div className="min-w-0">
            <h2 id={title} className="flex min-w-0 flex-wrap items-baseline gap-x-3">
              <Link
                href={`/jobs/${job.id}`}
                title={name}
                className="min-w-0 truncate text-base font-semibold hover:underline"
              >
                {name}
              </Link>
              {origins.map((text) => (
                <span key={text} className="min-w-0 truncate text-sm text-ink-2" title={text}>
                  {text}
                </span>
              ))}
            </h2>
            <p className="mt-0.5 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-ink-2">
              <RowState job={job} />
              {job.script === null && (
                <span title="Tiles that a frame is split into: none, for now">
                  {job.settings.tiles} tiles
                </span>
              )}
              <span className="max-w-64 truncate" title={`${unitOf(job, 2)} ${job.settings.frames}`}>
                {job.script !== null && "runs "}
                {job.settings.frames}
              </span>
              {job.script === null ? (
                <>
                  <span>{rendererInWords(job, format.count)}</span>
                  <span className="figure">
                    {job.effective.width}x{job.effective.height}
                  </span>
                </>
              ) : (
                <code className="max-w-96 truncate font-mono text-ink" title={job.script.command}>
                  {job.script.command}
                </code>
              )}
              <span className="text-ink-3">
                <Moment at={job.createdAt} />
              </span>
            </p>
          </div>
          <JobMeters job={job} className="sm:col-span-2 xl:order-2 xl:col-span-1" />
          <div className="flex justify-end gap-2 max-sm:justify-start sm:order-first sm:col-start-2 sm:row-start-1 xl:order-3 xl:col-start-3 xl:min-w-44">
            <RetryFailedButton job={job} />
            <StopButton job={job} />
            <DownloadButton job={job} />
          </div>
        </div>
        {job.waiting !== null && (
          <p className="flex items-start gap-2 text-sm text-ink">
            <StateMark state={job.state === "paused" ? "paused" : "queued"} className="mt-[3px]" />
            {job.waiting.text}
          </p>
        )}
        {job.script === null ? <JobStrip job={job} isInView={isInView} /> : <StateBar job={job} />}
      </div>
    </article>
  );
});
