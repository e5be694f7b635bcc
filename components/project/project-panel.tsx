/** One project on its way to a job: being looked at, not readable, or ready with its settings. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, FileBox } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { SettingsForm } from "#components/job/settings-form.tsx";
import { lookedAtProject } from "#components/upload/upload-store.ts";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { StateMark } from "#components/ui/state-mark.tsx";
import type { Project } from "#lib/contract/farm/projects.ts";
import { summaryOfFile } from "#lib/contract/translate/file-summary.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import { projectQuery, versionQuery } from "#lib/queries/projects.ts";

function Body({ project }: { project: Project }): ReactNode {
  const looked = lookedAtProject(project.id);
  const read = looked?.status === "read" && looked.summary.scenes.length > 0 ? looked.summary : null;
  const early = useMemo(() => (read === null ? null : summaryOfFile(read)), [read]);
  switch (project.state) {
    case "inspecting":
      if (early !== null)
        return <SettingsForm key={project.id} project={project} summary={early} read={read} />;
      return (
        <output className="flex items-center gap-3 rounded-lg border border-line bg-surface p-6">
          <StateMark state="active" className="breathe size-5" />
          <div>
            <p className="font-semibold">A node opens the file to see what is in it.</p>
            <p className="text-sm text-ink-2">
              Scenes, cameras, engine, range and missing files appear here by themselves.
            </p>
          </div>
        </output>
      );
    case "unreadable":
      return (
        <Notice kind="problem" isAlert title="Blender can't open this file.">
          <p>{project.problem}</p>
          <ButtonLink href="/jobs/new" size="sm" className="mt-3">
            Choose another file
          </ButtonLink>
        </Notice>
      );
    case "ready":
      return project.summary === null ? null : (
        <SettingsForm key={project.id} project={project} summary={project.summary} read={read} />
      );
    default:
      return project.state satisfies never;
  }
}

/** `version` null: the newest, live. */
export function ProjectPanel(props: { projectId: ProjectId; version: number | null }): ReactNode {
  const { projectId, version } = props;
  const format = useFormat();
  const newest = useQuery({ ...projectQuery(farm, projectId), enabled: version === null });
  const older = useQuery({ ...versionQuery(farm, projectId, version ?? 0), enabled: version !== null });
  const { data: project, error, refetch } = version === null ? newest : older;
  if (project === undefined)
    return error === null ? null : (
      <LoadProblem error={error} what="the project" onRetry={() => void refetch()} />
    );
  return (
    <section aria-label="Settings" className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <ButtonLink
          href="/jobs/new"
          variant="quiet"
          size="sm"
          isSquare
          aria-label="Choose another file"
          title="Choose another file"
        >
          <ArrowLeft />
        </ButtonLink>
        <FileBox aria-hidden className="size-6 text-ember-ink" />
        <div className="min-w-0 flex-1">
          <h1 className="truncate text-lg font-semibold" title={project.name}>
            {project.name}
          </h1>
          <p className="text-xs text-ink-3">
            <span title={format.exactBytes(project.sizeBytes)}>{format.bytes(project.sizeBytes)}</span>
            {version !== null && ` · version ${version}`}
            {project.summary !== null && ` · saved by Blender ${project.summary.savedBy}`}
          </p>
        </div>
      </div>
      <Body project={project} />
    </section>
  );
}
