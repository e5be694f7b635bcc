/** The runs of a command: their list, and the one that is looked at. Its number is in the address (?frame=3). */
"use client";
import type { ReactNode } from "react";
import { choose } from "#components/frame/selection.ts";
import { useFrameChoice } from "#components/job/use-frame-choice.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { FrameMap } from "#lib/queries/frame-map.ts";
import { RunList } from "./run-list.tsx";
import { RunPanel } from "./run-panel.tsx";

export function Runs({ job, map }: { job: Job; map: FrameMap }): ReactNode {
  const { selection, select, shown, place } = useFrameChoice(map);
  const show = (to: number) => select(choose(selection, to, { shift: false, toggle: false }));
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(22rem,34rem)]">
      <div className="min-w-0 max-lg:order-2">
        <RunList jobId={job.id} map={map} shownPlace={place} onShow={show} />
      </div>
      {shown !== undefined && (
        <aside className="min-w-0 max-lg:order-1 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto">
          <RunPanel job={job} frame={shown} />
        </aside>
      )}
    </div>
  );
}
