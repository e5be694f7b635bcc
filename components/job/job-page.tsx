/** A job, live: watch, decide, take home. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { FrameGrid, type GridHandle } from "#components/frame/frame-grid.tsx";
import { FramePanel } from "#components/frame/frame-panel.tsx";
import { createGridView } from "#components/frame/grid-view.ts";
import { FrameStrip } from "#components/frame/frame-strip.tsx";
import { choose } from "#components/frame/selection.ts";
import { useFrameMap } from "#components/frame/use-frame-map.ts";
import { useWatch } from "#components/realtime/realtime-provider.tsx";
import { farm } from "#components/shell/farm-client.ts";
import { SceneLook } from "#components/scene/scene-look.tsx";
import { cn } from "#components/ui/cn.ts";
import { Runs } from "#components/script/runs.tsx";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import { frameQuery, jobQuery } from "#lib/queries/jobs.ts";
import { JobHeader } from "./job-header.tsx";
import { JobSkeleton } from "./job-skeleton.tsx";
import { KeysWindow } from "./keys-window.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { usePlayerAddress } from "#components/player/use-player-address.ts";
import { useFrameChoice } from "./use-frame-choice.ts";

const FrameZoom = lazy(async () => ({
  default: (await import("#components/frame/frame-zoom.tsx")).FrameZoom,
}));

const FilmPlayer = lazy(async () => ({
  default: (await import("#components/player/film-player.tsx")).FilmPlayer,
}));

/** What is chosen, if it is more than one; else all of it. */
function loopOf(chosen: ReadonlySet<number>, count: number): { from: number; to: number } {
  if (chosen.size < 2) return { from: 0, to: count - 1 };
  let [from, to] = [count, 0];
  for (const place of chosen) [from, to] = [Math.min(from, place), Math.max(to, place)];
  return { from, to };
}

/** These are on one screen anyway. */
const FEW = 24;

function Frames({ job, map }: { job: Job; map: FrameMap }): ReactNode {
  const { selection, select, shown, place, isFollowing } = useFrameChoice(map);
  const [hasKeys, setKeys] = useState(false);
  const [isZoomed, setZoomed] = useState(false);
  const detail = useQuery({
    ...frameQuery(farm, job.id, shown?.frame ?? 0),
    enabled: isZoomed && shown !== undefined,
  });
  const [isPlaying, setPlaying] = usePlayerAddress();
  const step = (by: number) => {
    const to = Math.max(0, Math.min(map.length - 1, place + by));
    select(choose(selection, to, { shift: false, toggle: false }));
  };
  const grid = useRef<GridHandle>(null);
  const [view] = useState(createGridView);
  // One frame needs no grid: its picture is the page.
  const isAlone = map.length === 1;
  return (
    <div
      className={cn(
        "grid items-start gap-6",
        !isAlone && "lg:grid-cols-[minmax(0,1fr)_minmax(22rem,34rem)] 2xl:grid-cols-[minmax(0,1fr)_44rem]",
      )}
    >
      <div className={cn("min-w-0 max-lg:order-2", isAlone && "hidden")}>
        <div className="sticky top-0 z-20 -mx-1 mb-2 bg-page px-1 pt-2 pb-1">
          <SelectionBar
            job={job}
            map={map}
            chosen={selection.chosen}
            onChoose={(places) => select({ ...selection, chosen: places })}
            onKeys={() => setKeys(true)}
            onPlay={() => setPlaying(true)}
          />
          {map.length > FEW && (
            <FrameStrip
              map={map}
              selection={selection}
              onSelect={select}
              onReveal={(to) => grid.current?.reveal(to)}
              gridView={view}
            />
          )}
        </div>
        <FrameGrid
          jobId={job.id}
          map={map}
          aspect={job.effective.width / Math.max(1, job.effective.height)}
          ref={grid}
          view={view}
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
      {isPlaying && (
        <Suspense>
          <FilmPlayer
            job={job}
            map={map}
            place={place}
            loop={loopOf(selection.chosen, map.length)}
            onClose={(at) => {
              setPlaying(false);
              // Where the film was left is where the page goes on; what was chosen stays so.
              select({ ...selection, active: at });
              grid.current?.reveal(at);
            }}
          />
        </Suspense>
      )}
      {shown !== undefined && isZoomed && (
        <Suspense>
          <FrameZoom
            frame={shown.frame}
            src={detail.data?.previewUrl ?? null}
            isOpen={isZoomed}
            onOpenChange={setZoomed}
            onStep={step}
          />
        </Suspense>
      )}
      <KeysWindow isOpen={hasKeys} onOpenChange={setKeys} />
    </div>
  );
}

export function JobPage({ jobId }: { jobId: JobId }): ReactNode {
  useWatch(`job:${jobId}`);
  const job = useQuery(jobQuery(farm, jobId));
  const frames = useFrameMap(jobId);
  if (job.data === undefined)
    return job.error === null ? (
      <JobSkeleton />
    ) : (
      <LoadProblem error={job.error} what="the job" onRetry={() => void job.refetch()} />
    );
  return (
    <div className="flex flex-col gap-6">
      <JobHeader job={job.data} />
      {frames.map === undefined ? (
        frames.error !== null && (
          <LoadProblem error={frames.error} what="the frames" onRetry={frames.refetch} />
        )
      ) : job.data.script === null ? (
        <Frames job={job.data} map={frames.map} />
      ) : (
        <Runs job={job.data} map={frames.map} />
      )}
      {job.data.script === null && <SceneLook of={{ kind: "job", jobId }} scene={null} />}
    </div>
  );
}
