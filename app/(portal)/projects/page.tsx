/** Everything that was uploaded or chosen: to look into, to renew, to render again. */
import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ProjectList } from "#components/project/project-list.tsx";
import { loadPage } from "#lib/portal/load.ts";
import { projectsQuery } from "#lib/queries/projects.ts";

export const metadata: Metadata = { title: "Projects" };

export default async function ProjectsPage(): Promise<ReactNode> {
  const { state } = await loadPage((farm) => [projectsQuery(farm)]);
  return (
    <HydrationBoundary state={state()}>
      <ProjectList />
    </HydrationBoundary>
  );
}
