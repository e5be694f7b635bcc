/** What the film is compared with, and how: another frame of it, or the same frame of another job. */
"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { cn } from "#components/ui/cn.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { jobsQuery } from "#lib/queries/jobs.ts";
import type { Mode } from "./draw.ts";

/** Null: with nothing. A frame stays, another job goes along. */
export type Other = { kind: "frame"; frame: number } | { kind: "job"; jobId: JobId } | null;

const MODES: Record<Exclude<Mode, "single">, string> = {
  wipe: "Wipe",
  difference: "Difference",
  side: "Side by side",
};
const SELECT = "h-8 max-w-44 rounded-md border border-line bg-raised px-2 text-xs";

/** Those made of the same scene first: they are the ones worth comparing. */
const nearest = (job: Job, all: readonly Job[]): Job[] =>
  all
    .filter((other) => other.id !== job.id && other.script === null && other.counts.completed > 0)
    .sort((a, b) => Number(b.projectName === job.projectName) - Number(a.projectName === job.projectName));

export function CompareBar(props: {
  job: Job;
  /** The frame that is shown. */
  frame: number | null;
  other: Other;
  mode: Exclude<Mode, "single">;
  onChange: (other: Other, mode: Exclude<Mode, "single">) => void;
}): ReactNode {
  const { job, frame, other, mode, onChange } = props;
  const { data: jobs } = useQuery(jobsQuery(farm));
  const value = other === null ? "" : other.kind === "frame" ? "frame" : other.jobId;
  const choose = (chosen: string) => {
    if (chosen === "") onChange(null, mode);
    else if (chosen === "frame") onChange({ kind: "frame", frame: frame ?? 0 }, mode);
    else onChange({ kind: "job", jobId: chosen as JobId }, mode);
  };
  return (
    <div className="flex flex-wrap items-center gap-2 text-xs">
      <label className="flex items-center gap-2">
        <span className="text-ink-3">Compare with</span>
        <select value={value} onChange={(event) => choose(event.target.value)} className={SELECT}>
          <option value="">nothing</option>
          <option value="frame">
            {other?.kind === "frame" ? `frame ${other.frame}` : "this frame, held"}
          </option>
          {nearest(job, jobs ?? []).map((one) => (
            <option key={one.id} value={one.id}>
              {one.name} · {one.effective.width}x{one.effective.height} · {one.settings.frames}
            </option>
          ))}
        </select>
      </label>
      {other !== null && (
        <fieldset aria-label="How to compare" className="flex rounded-md border border-line">
          {Object.entries(MODES).map(([name, words]) => (
            <button
              key={name}
              type="button"
              aria-pressed={mode === name}
              onClick={() => onChange(other, name as typeof mode)}
              className={cn(
                "h-8 rounded-md px-2.5",
                mode === name ? "bg-raised font-semibold text-ink" : "text-ink-2 hover:text-ink",
              )}
            >
              {words}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
