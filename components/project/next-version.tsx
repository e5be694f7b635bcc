/** Where the next version of a project is dropped: a .blend that was saved again, or its whole folder. */
"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { DropProject } from "#components/upload/drop-project.tsx";
import { UploadCard } from "#components/upload/upload-card.tsx";
import { beginTree, clearUpload } from "#components/upload/upload-store.ts";
import { useUpload } from "#components/upload/use-upload.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { keys } from "#lib/queries/keys.ts";

export function NextVersion({ project }: { project: Project }): ReactNode {
  const client = useQueryClient();
  const upload = useUpload();
  const done = upload.status === "done" ? upload.project : null;
  useEffect(() => {
    if (done?.id !== project.id) return;
    clearUpload();
    void client.invalidateQueries({ queryKey: keys.project(project.id) });
  }, [done, project.id, client]);
  if (upload.status !== "idle" && upload.status !== "done") return <UploadCard upload={upload} />;
  return (
    <DropProject
      isSmall
      project={project}
      title="Drop a newer version here"
      about={`${project.blendFile} as you saved it again, or the whole folder. Only what changed is sent.`}
      onChosen={async ({ file }) => {
        const { localFile } = await import("#components/upload/tree/local-files.ts");
        const { blendFile, name, id: projectId } = project;
        beginTree(client, { files: [localFile(blendFile, file)], blendFile, projectId, adds: true }, name);
      }}
    />
  );
}
