/** From a file or a folder to a job: drop it, and its settings are there while it is sent. With a project, the settings of that. */
"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { CommandLink } from "#components/command/command-link.tsx";
import { JobBench } from "#components/job/job-bench.tsx";
import { EarlierFiles } from "#components/project/earlier-files.tsx";
import { FromBucket } from "#components/project/from-bucket.tsx";
import { SampleButton } from "#components/project/sample-button.tsx";
import type { ProjectId } from "#lib/domain/ids.ts";
import { DropProject } from "./drop-project.tsx";
import { UnfinishedUploads } from "./unfinished-uploads.tsx";
import { beginUpload, clearUpload } from "./upload-store.ts";
import { become } from "./upload-view.ts";
import { useGoToJob } from "./use-go-to-job.ts";
import { useUpload } from "./use-upload.ts";

/**
 * `projectId` null: what this window sends, or nothing yet. One component for both, so that the form stays as it is, the
 * cursor in it too, when the upload ends and the page's address becomes the project's.
 */
export function NewJob(props: { projectId: ProjectId | null; version: number | null }): ReactNode {
  const { projectId, version } = props;
  const router = useRouter();
  const client = useQueryClient();
  const upload = useUpload();
  const doneId = upload.status === "done" ? (upload.project?.id ?? null) : null;
  useGoToJob(projectId ?? doneId ?? upload.key);
  const isOver = projectId === null && doneId !== null && upload.isSettled;
  useEffect(() => {
    if (isOver) clearUpload();
    else if (projectId === null && doneId !== null)
      router.replace(`/jobs/new?project=${doneId}`, { scroll: false });
    else if (doneId !== null && doneId === projectId && !upload.isSettled) become({ isSettled: true });
  }, [isOver, projectId, doneId, upload.isSettled, router]);
  if (projectId === null && (upload.status === "idle" || isOver))
    return (
      <section className="mx-auto flex max-w-3xl flex-col gap-4">
        <h1 className="text-lg font-semibold">New job</h1>
        <DropProject
          title="Drop a .blend here"
          about="Or the whole folder or .zip with its textures and libraries. It goes straight to the farm's storage."
          onChosen={({ file, handle }) => beginUpload(client, file, handle)}
          aside={
            <>
              <SampleButton />
              <CommandLink />
            </>
          }
        >
          <UnfinishedUploads />
          <FromBucket />
          <EarlierFiles />
        </DropProject>
      </section>
    );
  return <JobBench upload={upload} projectId={projectId} version={version} />;
}
