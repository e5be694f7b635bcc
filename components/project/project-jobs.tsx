/** The jobs that were made of a project, each with the version that it keeps. */
"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { STATE_INK, STATE_NAMES, StateMark } from "#components/ui/state-mark.tsx";
import { cn } from "#components/ui/cn.ts";
import type { ProjectJob } from "#lib/contract/farm/projects.ts";

export function ProjectJobs({ jobs }: { jobs: readonly ProjectJob[] }): ReactNode {
  const format = useFormat();
  return (
    <section aria-labelledby="project-jobs" className="flex flex-col gap-2">
      <h2 id="project-jobs" className="text-sm font-semibold">
        Jobs made of it
      </h2>
      {jobs.length === 0 ? (
        <p className="text-sm text-ink-2">None yet. Its first frames appear here.</p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {jobs.map((job) => (
            <li key={job.id}>
              <Link
                href={`/jobs/${job.id}`}
                prefetch={false}
                className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-sm hover:bg-raised"
              >
                <span
                  className={cn(
                    "inline-flex items-center gap-1.5 text-xs font-semibold",
                    STATE_INK[job.state],
                  )}
                >
                  <StateMark state={job.state} />
                  {STATE_NAMES[job.state]}
                </span>
                <span className="min-w-0 flex-1 truncate" title={job.name}>
                  {job.name}
                </span>
                <span className="figure flex gap-x-3 text-xs text-ink-2 max-sm:w-full">
                  {job.version !== null && <span>version {job.version}</span>}
                  <span>
                    {format.count(job.totalFrames)} frame{job.totalFrames === 1 ? "" : "s"}
                  </span>
                  <span className="text-ink-3">
                    <Moment at={job.createdAt} />
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
