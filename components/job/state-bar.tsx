/** The job's frames by state as one stacked bar, with the numbers and shapes below it. */
"use client";
import type { ReactNode } from "react";
import { useFormat } from "#components/shell/reader.tsx";
import { cn } from "#components/ui/cn.ts";
import { STATE_NAMES, StateMark } from "#components/ui/state-mark.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { FrameState } from "#lib/domain/frame.ts";

const ORDER: readonly FrameState[] = ["completed", "active", "failed", "canceled", "queued"];
const FILL: Record<FrameState, string> = {
  completed: "bg-completed",
  active: "bg-active",
  failed: "bg-failed",
  canceled: "bg-canceled",
  queued: "bg-queued/30",
};

export function StateBar({ job }: { job: Job }): ReactNode {
  const format = useFormat();
  const present = ORDER.filter((state) => job.counts[state] > 0);
  return (
    <div>
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-full bg-line">
        {present.map((state) => (
          <span
            key={state}
            className={cn("min-w-1 transition-[flex-grow] duration-150", FILL[state])}
            style={{ flexGrow: job.counts[state], flexBasis: 0 }}
          />
        ))}
      </div>
      <ul aria-label="Frames by state" className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-2">
        {present.map((state) => (
          <li key={state} className="figure inline-flex items-center gap-1.5">
            <StateMark state={state} className="size-3.5" />
            {format.count(job.counts[state])} {STATE_NAMES[state].toLowerCase()}
          </li>
        ))}
        <li className="figure ml-auto text-ink-3">{format.count(job.totalFrames)} frames</li>
      </ul>
    </div>
  );
}
