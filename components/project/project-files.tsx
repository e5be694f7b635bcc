/** The files of a project's newest version; long lists come page after page. */
"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { farm } from "#components/shell/farm-client.ts";
import { useFormat } from "#components/shell/reader.tsx";
import { Button } from "#components/ui/button.tsx";
import { LoadProblem } from "#components/ui/load-problem.tsx";
import type { ProjectId } from "#lib/domain/ids.ts";
import { filesQuery } from "#lib/queries/projects.ts";

export function ProjectFiles(props: { projectId: ProjectId; version: number }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const format = useFormat();
  const files = useInfiniteQuery({ ...filesQuery(farm, props.projectId, props.version), enabled: isOpen });
  const shown = files.data?.pages.flatMap((page) => page.files) ?? [];
  return (
    <details
      className="rounded-lg border border-line bg-surface text-sm"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="px-4 py-2.5 font-semibold">Files of version {props.version}</summary>
      {files.error !== null && (
        <LoadProblem error={files.error} what="the files" onRetry={() => void files.refetch()} />
      )}
      <ul className="max-h-96 overflow-auto border-t border-line px-4 py-2 font-mono text-xs">
        {shown.map((file) => (
          <li key={file.path} className="flex gap-4 py-0.5">
            <span className="min-w-0 flex-1 break-all">{file.path}</span>
            <span className="figure shrink-0 text-ink-3">{format.bytes(file.sizeBytes)}</span>
          </li>
        ))}
      </ul>
      {files.hasNextPage && (
        <div className="border-t border-line p-3">
          <Button size="sm" disabled={files.isFetching} onClick={() => void files.fetchNextPage()}>
            More files
          </Button>
        </div>
      )}
    </details>
  );
}
