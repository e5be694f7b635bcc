/** All that is to be said of a file as the form stands, with what the farm can do now. */
"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { farm } from "#components/shell/farm-client.ts";
import type { MissingFile } from "#components/upload/upload-view.ts";
import type { BlendSummary as FileRead } from "#lib/blend/summary.ts";
import { summaryOfFile } from "#lib/contract/translate/file-summary.ts";
import type { BlendSummary } from "#lib/domain/blend-summary.ts";
import { type Finding, inOrder } from "#lib/domain/findings/finding.ts";
import { judgedSummary } from "#lib/domain/findings/judged.ts";
import { readOtherwise } from "#lib/domain/findings/read-otherwise.ts";
import { fileFindings } from "#lib/domain/findings.ts";
import type { RenderSettings } from "#lib/domain/render-settings.ts";
import { buildsQuery, farmQuery } from "#lib/queries/farm.ts";

export function useFindings(of: {
  summary: BlendSummary;
  read: FileRead | null;
  /** Null: the one that is open in the file. */
  scene: string | null;
  settings: RenderSettings | null;
  missing: readonly MissingFile[];
}): Finding[] {
  const { summary, read, scene, settings, missing } = of;
  const { data: status } = useQuery(farmQuery(farm));
  const blenders = status?.blenders;
  // Asked again when the nodes that answer are others.
  const { data: nodes } = useQuery(buildsQuery(farm, status?.nodes ?? 0));
  const file = useMemo(() => read ?? judgedSummary(summary), [read, summary]);
  const differs = useMemo(
    () => (read === null ? [] : readOtherwise(summaryOfFile(read), summary, scene)),
    [read, summary, scene],
  );
  if (blenders === undefined) return [];
  const pathsOf = (isPointer: boolean) =>
    missing.filter((file) => (file.isPointer === true) === isPointer).map(({ path }) => path);
  const chosen = { settings, missing: pathsOf(false), pointers: pathsOf(true) };
  return inOrder([...fileFindings(file, scene, { blenders, ...(nodes && { nodes }) }, chosen), ...differs]);
}
