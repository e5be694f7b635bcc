/** One file on its way to a job: being sent, being looked at, not readable, or there; its settings from the first moment. */
"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, FileBox } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { FindingsList } from "#components/project/findings-list.tsx";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { StateMark } from "#components/ui/state-mark.tsx";
import { addMissing } from "#components/upload/add-missing.ts";
import type { Looked } from "#components/upload/inspect-file.ts";
import { missingOnFarm } from "#components/upload/tree/missing.ts";
import { UploadCard } from "#components/upload/upload-card.tsx";
import { lookedAtProject } from "#components/upload/upload-store.ts";
import { idleView, isUnderWay, type UploadView } from "#components/upload/upload-view.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { summaryOfFile } from "#lib/contract/translate/file-summary.ts";
import { unreadableFinding } from "#lib/domain/findings.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import { projectQuery, versionQuery } from "#lib/queries/projects.ts";
import { useStoredFacts } from "./use-stored-facts.ts";
import { SettingsForm } from "./settings-form.tsx";

function Waiting({ isUploading }: { isUploading: boolean }): ReactNode {
  return (
    <output className="flex items-center gap-3 rounded-lg border border-line bg-surface p-6">
      <StateMark state="active" className="breathe size-5" />
      <div>
        <p className="font-semibold">
          {isUploading ? "Looking at what is in the file…" : "A node opens the file to see what is in it."}
        </p>
        <p className="text-sm text-ink-2">
          Scenes, cameras, engine, range and missing files appear here by themselves.
        </p>
      </div>
    </output>
  );
}

function Head({ name, project, version }: { name: string; project: Project | null; version: number | null }) {
  const format = useFormat();
  return (
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
        <h1 className="truncate text-lg font-semibold" title={name}>
          {name}
        </h1>
        {project !== null && (
          <p className="text-xs text-ink-3">
            <span title={format.exactBytes(project.sizeBytes)}>{format.bytes(project.sizeBytes)}</span>
            {version !== null && ` · version ${version}`}
            {project.summary !== null && ` · saved by Blender ${project.summary.savedBy}`}
          </p>
        )}
      </div>
    </div>
  );
}

/** What this window's reader found: with the upload, or kept of it. */
function foundHere(upload: UploadView, projectId: ProjectId | null) {
  if (upload.looked !== null) return { looked: upload.looked, missing: upload.missing };
  return (
    (projectId === null ? null : lookedAtProject(projectId)) ?? { looked: null, missing: upload.missing }
  );
}

function Body(props: {
  upload: UploadView;
  project: Project | null;
  looked: Looked | null;
  missing: UploadView["missing"];
}) {
  const { upload, project, looked } = props;
  const client = useQueryClient();
  const isUploading = isUnderWay(upload);
  const here = looked?.status === "read" && looked.summary.scenes.length > 0 ? looked.summary : null;
  const stored = useStoredFacts(project, here === null);
  const read = here ?? stored;
  const early = useMemo(() => (read === null ? null : summaryOfFile(read)), [read]);
  const blendFile = project?.blendFile ?? upload.blendFile;
  const told = project?.summary ?? null;
  const summary = told ?? early;
  const missing = useMemo(() => {
    const brought = props.missing ?? [];
    // That something lies where a file should be is all that the farm's Blender tells of a pointer.
    const all =
      told === null
        ? brought
        : [
            ...missingOnFarm(told.missingFiles, blendFile),
            ...brought.filter((file) => file.isPointer === true),
          ];
    return all.filter(({ path }) => !upload.added.includes(path));
  }, [told, props.missing, blendFile, upload.added]);
  if (project?.state === "unreadable" && !isUploading)
    return (
      <Notice kind="problem" isAlert title="Blender can't open this file.">
        <p>{project.problem}</p>
        <ButtonLink href="/jobs/new" size="sm" className="mt-3">
          Choose another file
        </ButtonLink>
      </Notice>
    );
  if (upload.status === "failed" && project === null) return null;
  if (summary === null)
    return looked?.status === "unreadable" ? (
      <FindingsList findings={[unreadableFinding(looked.message)]} />
    ) : (
      <Waiting isUploading={isUploading} />
    );
  const name = project?.name ?? upload.name;
  return (
    <SettingsForm
      formKey={project?.id ?? upload.key}
      name={name}
      blendFile={blendFile}
      project={project}
      isUploading={isUploading}
      summary={summary}
      read={read}
      missing={missing}
      onAdd={(files) => void addMissing(client, { project, missing, files })}
    />
  );
}

/** `projectId` null: what this window sends now. `version` null: the newest, live. */
export function JobBench(props: {
  upload: UploadView;
  projectId: ProjectId | null;
  version: number | null;
}): ReactNode {
  const { version } = props;
  const id = props.projectId ?? props.upload.project?.id ?? null;
  const isOurs = id === null || props.upload.project?.id === id || props.upload.projectId === id;
  const upload = isOurs ? props.upload : idleView();
  const newest = useQuery({ ...projectQuery(farm, id ?? NOBODY), enabled: id !== null && version === null });
  const older = useQuery({
    ...versionQuery(farm, id ?? NOBODY, version ?? 0),
    enabled: id !== null && version !== null,
  });
  const { data: project = null, error, refetch } = version === null ? newest : older;
  if (id !== null && project === null)
    return error === null ? null : (
      <LoadProblem error={error} what="the project" onRetry={() => void refetch()} />
    );
  const { looked, missing } = version === null ? foundHere(upload, id) : { looked: null, missing: null };
  return (
    <section aria-label="Settings" className="mx-auto flex max-w-6xl flex-col gap-5">
      <Head name={project?.name ?? upload.name} project={project} version={version} />
      {(isUnderWay(upload) || upload.status === "failed") && <UploadCard upload={upload} />}
      <Body upload={upload} project={project} looked={looked} missing={missing} />
    </section>
  );
}

/** Never asked: the query is off. */
const NOBODY = "" as ProjectId;
