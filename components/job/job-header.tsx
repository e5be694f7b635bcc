/** The top of a job's page: the facts of 2015, the live figures, the state bar, what one may do. */
"use client";
import { ArrowLeft, FileText } from "lucide-react";
import type { ReactNode } from "react";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { CeilingNotice } from "#components/price/ceiling-notice.tsx";
import { ChangeCap } from "#components/price/change-cap.tsx";
import { stateNameOf, unitOf } from "#components/script/run-words.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Notice } from "#components/ui/notice.tsx";
import { STATE_INK, StateMark } from "#components/ui/state-mark.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { isEnded } from "#lib/domain/job.ts";
import { FORMAT_NAMES } from "#lib/domain/render-names.ts";
import { DownloadButton, RetryFailedButton, StopButton } from "./job-actions.tsx";
import { ShareButton } from "#components/share/share-button.tsx";
import { JobMeters, useJobMark, useJobProgress } from "./job-meters.tsx";
import { rendererInWords, titlesOf } from "./job-words.ts";
import { StateBar } from "./state-bar.tsx";

export function JobHeader({ job }: { job: Job }): ReactNode {
  const format = useFormat();
  const progress = useJobProgress(job);
  const mark = useJobMark(job);
  const { settings, effective } = job;
  const [name, ...origins] = titlesOf(job);
  return (
    <header className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <ButtonLink href="/" variant="quiet" size="sm" isSquare aria-label="All jobs" title="All jobs">
          <ArrowLeft />
        </ButtonLink>
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="flex flex-wrap items-baseline gap-x-3">
            <span className="min-w-0 truncate text-xl font-semibold" title={name}>
              {name}
            </span>
            {origins.map((text) => (
              <span key={text} className="min-w-0 truncate text-sm font-normal text-ink-2" title={text}>
                {text}
              </span>
            ))}
          </h1>
          <p className="mt-0.5 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-ink-2">
            <span className={cn("inline-flex items-center gap-1.5 font-semibold", STATE_INK[mark])}>
              <StateMark state={mark} share={progress} />
              {stateNameOf(job, mark)}
            </span>
            {job.script === null && (
              <span title="Tiles that a frame is split into: none, for now">{settings.tiles} tiles</span>
            )}
            <span className="max-w-80 truncate" title={`${unitOf(job, 2)} ${settings.frames}`}>
              {job.script !== null && "runs "}
              {settings.frames}
            </span>
            {job.script === null ? (
              <>
                <span>{rendererInWords(job, format.count)}</span>
                <span className="figure">
                  {effective.width}x{effective.height}
                </span>
              </>
            ) : (
              <code className="max-w-full truncate font-mono text-ink" title={job.script.command}>
                {job.script.command}
              </code>
            )}
            {settings.format !== "FILE" && <span>{FORMAT_NAMES[settings.format]}</span>}
            {settings.camera !== null && settings.camera !== "Camera" && (
              <span>camera {settings.camera}</span>
            )}
            {effective.skipsDenoising && <span>without denoising</span>}
            <span className="text-ink-3">
              submitted <Moment at={job.createdAt} />
            </span>
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <ButtonLink href={`/jobs/${job.id}/facts`} variant="quiet" size="sm">
            <FileText />
            Facts
          </ButtonLink>
          <RetryFailedButton job={job} />
          {!isEnded(job.state) && <ChangeCap job={job} />}
          {job.script === null && <ShareButton job={job} />}
          <StopButton job={job} />
          <DownloadButton job={job} words="Download .zip" isPrimary />
        </div>
      </div>
      <CeilingNotice job={job} />
      {job.waiting !== null && job.waiting.code !== "cap" && (
        <Notice kind="warning">{job.waiting.text}</Notice>
      )}
      <section
        aria-label="Figures"
        className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-4 sm:px-6 sm:py-5"
      >
        <JobMeters job={job} isLarge />
        <StateBar job={job} />
      </section>
    </header>
  );
}
