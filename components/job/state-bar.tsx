/** The job's frames by state as one stacked bar, with the numbers and shapes below it. */
"use client";
import type { ReactNode } from "react";
import { useBegunFrames } from "#components/realtime/realtime-provider.tsx";
import { useFormat } from "#components/shell/reader.tsx";
import { stateNameOf, unitOf } from "#components/script/run-words.ts";
import { cn } from "#components/ui/cn.ts";
import { type Mark, StateMark } from "#components/ui/state-mark.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";

const ORDER = ["completed", "active", "next", "failed", "canceled", "queued"] as const satisfies Mark[];
type Counted = (typeof ORDER)[number];
const FILL: Record<Counted, string> = {
  completed: "bg-completed",
  active: "bg-active",
  next: "bg-queued/70",
  failed: "bg-failed",
  canceled: "bg-canceled",
  queued: "bg-queued/30",
};

export function StateBar({ job }: { job: Job }): ReactNode {
  const format = useFormat();
  // What nothing is known of yet counts as rendering, as the platform does.
  const begun = Math.min(job.counts.active, useBegunFrames(job.id) ?? job.counts.active);
  const counts: Record<Counted, number> = { ...job.counts, active: begun, next: job.counts.active - begun };
  const present = ORDER.filter((state) => counts[state] > 0);
  return (
    <div>
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-full bg-line">
        {present.map((state) => (
          <span
            key={state}
            className={cn("min-w-1 transition-[flex-grow] duration-150", FILL[state])}
            style={{ flexGrow: counts[state], flexBasis: 0 }}
          />
        ))}
      </div>
      <ul
        aria-label={job.script === null ? "Frames by state" : "Runs by state"}
        className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-2"
      >
        {present.map((state) => (
          <li key={state} className="figure inline-flex items-center gap-1.5">
            <StateMark state={state} className="size-3.5" />
            {format.count(counts[state])} {stateNameOf(job, state).toLowerCase()}
          </li>
        ))}
        <li className="figure ml-auto text-ink-3">
          {format.count(job.totalFrames)} {unitOf(job, job.totalFrames)}
        </li>
      </ul>
    </div>
  );
}
