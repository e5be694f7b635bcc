/** An account's projects, the one changed last first. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { FolderOpen, Plus } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { CampfirePicture } from "#components/shell/campfire-picture.tsx";
import { farm } from "#components/shell/farm-client.ts";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import type { Project } from "#lib/contract/farm/projects.ts";
import { projectsQuery } from "#lib/queries/projects.ts";
import { stateInWords } from "./project-words.ts";
import { SampleButton } from "./sample-button.tsx";

function NoProjects(): ReactNode {
  return (
    <section className="overflow-hidden rounded-lg border border-line bg-surface sm:grid sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <CampfirePicture className="h-44 sm:h-auto" />
      <div className="p-6 sm:px-8 sm:py-12">
        <h1 className="text-xl font-semibold">No project yet</h1>
        <p className="mt-1 text-ink-2">
          A project is a .blend with everything it uses, kept here in versions: render it again with other
          settings, and send only what changed when you saved it anew.
        </p>
        <div className="mt-6 flex flex-wrap gap-3">
          <ButtonLink href="/jobs/new" variant="primary">
            <Plus /> Bring a project
          </ButtonLink>
          <SampleButton />
        </div>
      </div>
    </section>
  );
}

function ProjectRow({ project }: { project: Project }): ReactNode {
  const format = useFormat();
  return (
    <li>
      <Link
        href={`/projects/${project.id}`}
        prefetch={false}
        className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-raised"
      >
        <FolderOpen aria-hidden className="size-5 shrink-0 text-ember-ink" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold" title={project.name}>
            {project.name}
          </span>
          <span className="block truncate text-xs text-ink-2" title={project.blendFile}>
            {project.blendFile}
          </span>
        </span>
        <span className="figure flex flex-wrap gap-x-3 text-xs text-ink-2 max-sm:w-full max-sm:pl-9">
          <span>{stateInWords(project)}</span>
          <span>version {project.version}</span>
          <span title={format.exactBytes(project.sizeBytes)}>{format.bytes(project.sizeBytes)}</span>
          <span className="text-ink-3">
            <Moment at={project.createdAt} />
          </span>
        </span>
      </Link>
    </li>
  );
}

export function ProjectList(): ReactNode {
  const { data, error, refetch } = useQuery(projectsQuery(farm));
  if (data === undefined)
    return error === null ? null : (
      <LoadProblem error={error} what="your projects" onRetry={() => void refetch()} />
    );
  if (data.length === 0) return <NoProjects />;
  return (
    <section className="mx-auto flex max-w-5xl flex-col gap-4" aria-labelledby="projects">
      <h1 id="projects" className="text-lg font-semibold">
        Projects
      </h1>
      <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {data.map((project) => (
          <ProjectRow key={project.id} project={project} />
        ))}
      </ul>
    </section>
  );
}
