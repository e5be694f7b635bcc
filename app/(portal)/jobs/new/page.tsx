/** From file to submitted: the drop zone, and with ?project= the settings of what was dropped. */
import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { NewJob } from "#components/upload/new-job.tsx";
import { projectId } from "#lib/contract/scalars.ts";
import { loadPage } from "#lib/portal/load.ts";
import { bucketsQuery } from "#lib/queries/buckets.ts";
import { projectQuery, projectsQuery, versionQuery } from "#lib/queries/projects.ts";

export const metadata: Metadata = { title: "New job" };

export default async function NewJobPage(props: {
  searchParams: Promise<{ project?: string | string[]; version?: string | string[] }>;
}): Promise<ReactNode> {
  const { project, version } = await props.searchParams;
  if (project === undefined) {
    const { state } = await loadPage((farm) => [projectsQuery(farm), bucketsQuery(farm)]);
    return (
      <HydrationBoundary state={state()}>
        <NewJob projectId={null} version={null} />
      </HydrationBoundary>
    );
  }
  const id = projectId.safeParse(project);
  if (!id.success) notFound();
  const number = typeof version === "string" && /^[1-9]\d{0,8}$/.test(version) ? Number(version) : null;
  const { state } = await loadPage((farm) => [
    number === null ? projectQuery(farm, id.data) : versionQuery(farm, id.data, number),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <NewJob projectId={id.data} version={number} />
    </HydrationBoundary>
  );
}
