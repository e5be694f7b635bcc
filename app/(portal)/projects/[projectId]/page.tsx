/** One project: what is in it, its versions, the jobs made of it. */
import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { ProjectPage } from "#components/project/project-page.tsx";
import { projectId } from "#lib/contract/scalars.ts";
import { loadPage } from "#lib/portal/load.ts";
import { projectJobsQuery, projectQuery, versionsQuery } from "#lib/queries/projects.ts";

export const metadata: Metadata = { title: "Project" };

export default async function OneProjectPage(props: {
  params: Promise<{ projectId: string }>;
}): Promise<ReactNode> {
  const id = projectId.safeParse((await props.params).projectId);
  if (!id.success) notFound();
  const { state } = await loadPage((farm) => [
    projectQuery(farm, id.data),
    versionsQuery(farm, id.data),
    projectJobsQuery(farm, id.data),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <ProjectPage projectId={id.data} />
    </HydrationBoundary>
  );
}
