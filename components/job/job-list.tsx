/** Everything of mine that renders: filters with counts, search, and one row a job. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { cn } from "#components/ui/cn.ts";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import { STATE_NAMES, StateMark } from "#components/ui/state-mark.tsx";
import { JOB_STATES, type JobState } from "#lib/domain/job.ts";
import { jobsQuery } from "#lib/queries/jobs.ts";
import { addressOfFilter, countsByState, filterFrom, type JobFilter, matchesSearch } from "./job-filter.ts";
import { JobRow } from "./job-row.tsx";
import { NoJobs } from "./no-jobs.tsx";
import { RowSkeletons } from "./row-skeletons.tsx";

function FilterButton(props: {
  state: JobState | null;
  count: number;
  isChosen: boolean;
  onChoose: () => void;
}): ReactNode {
  const format = useFormat();
  return (
    <button
      type="button"
      aria-pressed={props.isChosen}
      onClick={props.onChoose}
      className={cn(
        "flex h-8 items-center gap-1.5 rounded-md border px-2.5 text-xs whitespace-nowrap transition-colors",
        props.isChosen
          ? "border-line-strong bg-raised font-semibold text-ink"
          : "border-transparent text-ink-2 hover:bg-raised",
      )}
    >
      {props.state !== null && <StateMark state={props.state} className="size-3.5" />}
      {props.state === null ? "All" : STATE_NAMES[props.state]}
      <span className="figure text-ink-3">{format.count(props.count)}</span>
    </button>
  );
}

/** `/` puts the cursor into the search. */
function useSlash(input: { current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (event.key !== "/" || isTyping) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [input]);
}

export function JobList(): ReactNode {
  const jobs = useQuery(jobsQuery(farm));
  const filter = filterFrom(useSearchParams());
  const search = useDeferredValue(filter.search);
  const input = useRef<HTMLInputElement>(null);
  useSlash(input);
  const found = useMemo(() => (jobs.data ?? []).filter((j) => matchesSearch(j, search)), [jobs.data, search]);
  const counts = useMemo(() => countsByState(found), [found]);
  const go = (next: JobFilter, how: "pushState" | "replaceState") =>
    window.history[how](null, "", addressOfFilter(next));
  if (jobs.data === undefined)
    return jobs.isError ? (
      <LoadProblem error={jobs.error} onRetry={() => void jobs.refetch()} what="your jobs" />
    ) : (
      <RowSkeletons />
    );
  if (jobs.data.length === 0) return <NoJobs />;
  const shown = filter.state === null ? found : found.filter((j) => j.state === filter.state);
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="text-lg font-semibold">Jobs</h1>
        <fieldset aria-label="Show jobs by state" className="-mx-1 flex flex-wrap gap-1">
          <FilterButton
            state={null}
            count={found.length}
            isChosen={filter.state === null}
            onChoose={() => go({ ...filter, state: null }, "pushState")}
          />
          {JOB_STATES.filter((s) => counts[s] > 0 || s === filter.state).map((state) => (
            <FilterButton
              key={state}
              state={state}
              count={counts[state]}
              isChosen={filter.state === state}
              onChoose={() => go({ ...filter, state }, "pushState")}
            />
          ))}
        </fieldset>
        <label className="relative ml-auto w-full sm:w-64">
          <span className="sr-only">Search jobs (press / to jump here)</span>
          <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3" />
          <input
            ref={input}
            type="search"
            value={filter.search}
            placeholder="Search jobs   /"
            onChange={(event) => go({ ...filter, search: event.target.value }, "replaceState")}
            className="h-8 w-full rounded-md border border-line-strong/70 bg-page pr-2 pl-8 text-sm placeholder:text-ink-3 hover:border-line-strong"
          />
        </label>
      </div>
      {shown.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line-strong/60 px-6 py-12 text-center text-ink-2">
          No job fits. Choose another state or search for less.
        </p>
      ) : (
        <div className="flex flex-col gap-3">
          {shown.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </div>
      )}
    </>
  );
}
