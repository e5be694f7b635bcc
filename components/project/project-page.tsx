/** One project: what is in it now, its next version, the versions before, the jobs made of it. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { Flame, FolderOpen } from "lucide-react";
import type { ReactNode } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { Moment, useFormat } from "#components/shell/reader.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ProjectLook } from "#components/scene/project-look.tsx";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import { projectJobsQuery, projectQuery, versionsQuery } from "#lib/queries/projects.ts";
import { ProjectFindings } from "./project-findings.tsx";
import { NextVersion } from "./next-version.tsx";
import { ProjectFiles } from "./project-files.tsx";
import { ProjectJobs } from "./project-jobs.tsx";
import { ProjectScenes } from "./project-scenes.tsx";
import { stateInWords } from "./project-words.ts";
import { VersionTable } from "./version-table.tsx";

function Head({ project, picture }: { project: Project; picture: string | null }): ReactNode {
  const format = useFormat();
  return (
    <header className="flex flex-wrap items-center gap-4">
      <div className="flex h-20 w-32 shrink-0 max-sm:h-16 max-sm:w-24 items-center justify-center overflow-hidden rounded-md border border-line bg-raised">
        {picture === null ? (
          <FolderOpen aria-hidden className="size-8 text-ink-3" />
        ) : (
          // A signed address of storage: Next would only stand between.
          // oxlint-disable-next-line nextjs/no-img-element
          <img src={picture} alt={`A frame of ${project.name}`} className="size-full object-cover" />
        )}
      </div>
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-lg font-semibold" title={project.name}>
          {project.name}
        </h1>
        <p className="text-sm break-all text-ink-2">{project.blendFile}</p>
        <p className="figure mt-1 flex flex-wrap gap-x-3 text-xs text-ink-2">
          <span>{stateInWords(project)}</span>
          <span>version {project.version}</span>
          <span title={format.exactBytes(project.sizeBytes)}>{format.bytes(project.sizeBytes)}</span>
          {project.summary !== null && <span>saved by Blender {project.summary.savedBy}</span>}
          <span className="text-ink-3">
            <Moment at={project.createdAt} />
          </span>
        </p>
      </div>
      {project.state !== "unreadable" && (
        <ButtonLink href={`/jobs/new?project=${project.id}`} variant="primary" className="max-sm:w-full">
          <Flame /> Render it
        </ButtonLink>
      )}
    </header>
  );
}

export function ProjectPage({ projectId }: { projectId: ProjectId }): ReactNode {
  const { data: project, error, refetch } = useQuery(projectQuery(farm, projectId));
  const { data: versions } = useQuery(versionsQuery(farm, projectId));
  // Jobs are made elsewhere: asked again whenever the page is looked at.
  const { data: jobs } = useQuery({ ...projectJobsQuery(farm, projectId), staleTime: 0 });
  if (project === undefined)
    return error === null ? null : (
      <LoadProblem error={error} what="the project" onRetry={() => void refetch()} />
    );
  const picture = jobs?.find((job) => job.thumbnailUrl !== null)?.thumbnailUrl ?? null;
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-6">
      <Head project={project} picture={picture} />
      {project.problem !== null && (
        <Notice kind="problem" title="Blender can't open this file.">
          {project.problem}
        </Notice>
      )}
      {project.summary !== null && <ProjectFindings project={project} summary={project.summary} />}
      <NextVersion project={project} />
      {project.summary !== null && <ProjectScenes summary={project.summary} />}
      {project.summary !== null && <ProjectLook project={project} />}
      <ProjectJobs jobs={jobs ?? []} />
      <VersionTable projectId={project.id} versions={versions ?? []} />
      <ProjectFiles key={project.version} projectId={project.id} version={project.version} />
    </div>
  );
}
