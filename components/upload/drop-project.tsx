/** The drop zone with what follows it for many files: which .blend, and off they go. A new project, or one's next version. */
"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { Chosen } from "./choose-file.ts";
import { DropZone } from "./drop-zone.tsx";
import type { FolderHandle } from "./kept-tree.ts";
import { ChooseBlend } from "./tree/choose-blend.tsx";
import type { ReadyTree } from "./tree/ready.ts";
import type { DroppedTree } from "./tree/tidy.ts";
import { beginTree } from "./upload-store.ts";
import { useKeptTree } from "./use-kept-tree.ts";

interface DropProjectProps {
  title: string;
  about: string;
  isSmall?: boolean;
  /** The project that gets a next version; none: a new one. */
  project?: Project;
  onChosen: (chosen: Chosen) => Promise<void>;
  /** Buttons beside the zone's own. */
  aside?: ReactNode;
  /** Shown below until something was dropped. */
  children?: ReactNode;
}

export function DropProject({ project, children, aside, ...zone }: DropProjectProps): ReactNode {
  const client = useQueryClient();
  const [dropped, setDropped] = useState<{ tree: DroppedTree; handle: FolderHandle | null } | null>(null);
  const kept = useKeptTree();
  const begin = ({ blendFile, files, missing }: ReadyTree) => {
    if (dropped === null) return;
    setDropped(null);
    const name = project?.name ?? dropped.tree.name;
    const target = project === undefined ? {} : { projectId: project.id };
    // The same folder again, after a reload: its form and its order are still there.
    const isSame = kept?.name === name && kept.blendFile === blendFile;
    const from = { key: isSame ? kept.key : null, handle: dropped.handle };
    beginTree(client, { files, blendFile, name, ...target }, name, missing, from);
  };
  const tree = dropped?.tree ?? null;
  if (tree !== null)
    return (
      <ChooseBlend
        tree={tree}
        {...(project !== undefined && { usual: project.blendFile })}
        onChosen={begin}
        onBack={() => setDropped(null)}
      />
    );
  const onTree = async (found: DroppedTree, handle: FolderHandle | null) => {
    setDropped({ tree: found, handle });
  };
  return (
    <>
      <DropZone {...zone} onTree={onTree}>
        {aside}
      </DropZone>
      {children}
    </>
  );
}
