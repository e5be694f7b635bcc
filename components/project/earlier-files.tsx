/** Files that are already here: render again with other settings and without another upload. */
"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { projectsQuery } from "#lib/queries/projects.ts";

const SHOWN = 6;

export function EarlierFiles(): ReactNode {
  const { data } = useQuery(projectsQuery(farm));
  const format = useFormat();
  const usable = (data ?? []).filter((p) => p.state !== "unreadable").slice(0, SHOWN);
  if (usable.length === 0) return null;
  return (
    <section aria-labelledby="earlier" className="rounded-lg border border-line bg-surface">
      <h2 id="earlier" className="border-b border-line px-4 py-2 text-sm font-semibold">
        Or render an earlier file again
      </h2>
      <ul className="divide-y divide-line">
        {usable.map((project) => (
          <li key={project.id}>
            <Link
              href={`/jobs/new?project=${project.id}`}
              prefetch={false}
              className="flex flex-wrap items-baseline gap-x-4 px-4 py-2.5 hover:bg-raised"
            >
              <span className="min-w-0 flex-1 truncate" title={project.name}>
                {project.name}
              </span>
              <span className="figure text-xs text-ink-3">
                {format.bytes(project.sizeBytes)} · <Moment at={project.createdAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
