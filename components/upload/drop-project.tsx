/** The drop zone with what follows it for many files: which .blend, and off they go. A new project, or one's next version. */
"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { Chosen } from "./choose-file.ts";
import { DropZone } from "./drop-zone.tsx";
import { ChooseBlend, type ChosenBlend } from "./tree/choose-blend.tsx";
import type { DroppedTree } from "./tree/tidy.ts";
import { beginTree } from "./upload-store.ts";

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
  const [tree, setTree] = useState<DroppedTree | null>(null);
  const begin = (dropped: DroppedTree, { blendFile, files, missing }: ChosenBlend) => {
    setTree(null);
    const name = project?.name ?? dropped.name;
    const target = project === undefined ? {} : { projectId: project.id };
    beginTree(client, { files, blendFile, name, ...target }, name, missing);
  };
  if (tree !== null)
    return (
      <ChooseBlend
        tree={tree}
        {...(project !== undefined && { usual: project.blendFile })}
        onChosen={(chosen) => begin(tree, chosen)}
        onBack={() => setTree(null)}
      />
    );
  const onTree = async (dropped: DroppedTree) => {
    setTree(dropped);
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
