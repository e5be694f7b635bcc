/** What is to know of a project's file, on its page: told, nothing to choose. */
"use client";
import { type ReactNode, useMemo } from "react";
import { useFindings } from "#components/job/use-findings.ts";
import { useStoredFacts } from "#components/job/use-stored-facts.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { BlendSummary } from "#lib/domain/blend-summary.ts";
import { FindingsList } from "./findings-list.tsx";

export function ProjectFindings({
  project,
  summary,
}: {
  project: Project;
  summary: BlendSummary;
}): ReactNode {
  const missing = useMemo(
    () => summary.missingFiles.map((path) => ({ path, wanted: null })),
    [summary.missingFiles],
  );
  const read = useStoredFacts(project, true);
  return <FindingsList findings={useFindings({ summary, read, scene: null, settings: null, missing })} />;
}
