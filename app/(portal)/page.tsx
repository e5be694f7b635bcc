/** Home: everything of mine that renders. */
import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { JobList } from "#components/job/job-list.tsx";
import { WaitingStarts } from "#components/price/waiting-starts.tsx";
import { loadPage } from "#lib/portal/load.ts";
import { jobsQuery } from "#lib/queries/jobs.ts";
import { startsQuery } from "#lib/queries/quotes.ts";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage(): Promise<ReactNode> {
  const { state } = await loadPage((farm) => [jobsQuery(farm), startsQuery(farm)]);
  return (
    <HydrationBoundary state={state()}>
      <WaitingStarts />
      <JobList />
    </HydrationBoundary>
  );
}
