/** A job, live: watch, decide, take home. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { FrameGrid } from "#components/frame/frame-grid.tsx";
import { FramePanel } from "#components/frame/frame-panel.tsx";
import { FrameZoom } from "#components/frame/frame-zoom.tsx";
import { choose, nothingChosen } from "#components/frame/selection.ts";
import { useKnownProgress, useWatch } from "#components/realtime/realtime-provider.tsx";
import { farm } from "#components/shell/farm-client.ts";
import { cn } from "#components/ui/cn.ts";
import { Runs } from "#components/script/runs.tsx";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import type { Frame, Job } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { frameQuery, framesQuery, jobQuery } from "#lib/queries/jobs.ts";
import { JobHeader } from "./job-header.tsx";
import { JobSkeleton } from "./job-skeleton.tsx";
import { KeysWindow } from "./keys-window.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { useFrameChoice } from "./use-frame-choice.ts";

const none: readonly Frame[] = [];

function Frames({ job, frames }: { job: Job; frames: readonly Frame[] }): ReactNode {
  const { selection, select, shown, isFollowing } = useFrameChoice(frames);
  const [hasKeys, setKeys] = useState(false);
  const [isZoomed, setZoomed] = useState(false);
  const detail = useQuery({
    ...frameQuery(farm, job.id, shown?.frame ?? 0),
    enabled: isZoomed && shown !== undefined,
  });
  const chosen = [...selection.chosen].flatMap((place) => frames[place] ?? []);
  const step = (by: number) => {
    const from = shown === undefined ? 0 : frames.indexOf(shown);
    const to = Math.max(0, Math.min(frames.length - 1, from + by));
    select(choose(selection, to, { shift: false, toggle: false }));
  };
  // One frame needs no grid: its picture is the page.
  const isAlone = frames.length === 1;
  return (
    <div
      className={cn(
        "grid items-start gap-6",
        !isAlone && "lg:grid-cols-[minmax(0,1fr)_minmax(22rem,34rem)] 2xl:grid-cols-[minmax(0,1fr)_44rem]",
      )}
    >
      <div className={cn("min-w-0 max-lg:order-2", isAlone && "hidden")}>
        <SelectionBar
          job={job}
          frames={chosen}
          onClear={() => select({ ...nothingChosen, active: selection.active })}
          onKeys={() => setKeys(true)}
        />
        <FrameGrid
          jobId={job.id}
          frames={frames}
          aspect={job.effective.width / Math.max(1, job.effective.height)}
          selection={selection}
          onSelect={select}
          onOpen={() => setZoomed(true)}
        />
      </div>
      {shown !== undefined && (
        <aside
          className={cn(
            "min-w-0 max-lg:order-1",
            !isAlone && "lg:sticky lg:top-4 lg:-m-1 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto lg:p-1",
          )}
        >
          <FramePanel
            job={job}
            frame={shown}
            isFollowing={isFollowing && !isAlone}
            isWide={isAlone}
            onZoom={() => setZoomed(true)}
          />
        </aside>
      )}
      {shown !== undefined && (
        <FrameZoom
          frame={shown.frame}
          src={detail.data?.previewUrl ?? shown.thumbnailUrl}
          isOpen={isZoomed}
          onOpenChange={setZoomed}
          onStep={step}
        />
      )}
      <KeysWindow isOpen={hasKeys} onOpenChange={setKeys} />
    </div>
  );
}

export function JobPage({ jobId }: { jobId: JobId }): ReactNode {
  useWatch(`job:${jobId}`);
  const job = useQuery(jobQuery(farm, jobId));
  const frames = useQuery(framesQuery(farm, jobId));
  useKnownProgress(jobId, frames.data?.progress);
  if (job.data === undefined)
    return job.error === null ? (
      <JobSkeleton />
    ) : (
      <LoadProblem error={job.error} what="the job" onRetry={() => void job.refetch()} />
    );
  return (
    <div className="flex flex-col gap-6">
      <JobHeader job={job.data} />
      {frames.error !== null && frames.data === undefined ? (
        <LoadProblem error={frames.error} what="the frames" onRetry={() => void frames.refetch()} />
      ) : job.data.script === null ? (
        <Frames job={job.data} frames={frames.data?.frames ?? none} />
      ) : (
        <Runs job={job.data} frames={frames.data?.frames ?? none} />
      )}
    </div>
  );
}
