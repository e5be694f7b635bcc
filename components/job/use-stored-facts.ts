/** What the platform read in a stored .blend, as the browser's own reader would tell it: so findings outlive the window. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { farm } from "#components/shell/farm-client.ts";
import type { BlendSummary as FileRead } from "#lib/blend/summary.ts";
import type { SourceFacts } from "#lib/contract/farm/file-facts.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { factsQuery } from "#lib/queries/projects.ts";

function readOf({ file, files }: SourceFacts): FileRead | null {
  if (file === null) return null;
  const externalFiles = files.map(({ kind, path, relativeTo, dataBlock, state }) => ({
    kind,
    path,
    relativeTo,
    dataBlock,
    isPacked: state === "packed",
    isSequence: false,
    tiles: [],
    isFolder: false,
    isIndirect: false,
  }));
  return { ...file, thumbnail: null, externalFiles };
}

/** Null until it is known, where nobody could read the file, and while `isWanted` is false. */
export function useStoredFacts(project: Project | null, isWanted: boolean): FileRead | null {
  const { data } = useQuery({
    ...factsQuery(farm, project?.id ?? NOBODY, project?.version ?? 0),
    enabled: isWanted && project !== null,
  });
  return useMemo(() => (data ? readOf(data) : null), [data]);
}

/** Never asked: the query is off. */
const NOBODY = "" as Project["id"];
