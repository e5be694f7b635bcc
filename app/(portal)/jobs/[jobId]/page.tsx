/** One job, live. */
import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { JobPage } from "#components/job/job-page.tsx";
import { jobId } from "#lib/contract/scalars.ts";
import { loadPage } from "#lib/portal/load.ts";
import { frameMapQuery, jobQuery } from "#lib/queries/jobs.ts";

export const metadata: Metadata = { title: "Job" };

/** Above this the frames would make the page itself heavy; the browser then fetches them on its own. */
const MOST_LETTERS = 250_000;

export default async function JobRoute(props: { params: Promise<{ jobId: string }> }): Promise<ReactNode> {
  const id = jobId.safeParse((await props.params).jobId);
  if (!id.success) notFound();
  const { client, farm, state } = await loadPage((farm) => [
    jobQuery(farm, id.data),
    frameMapQuery(farm, id.data),
  ]);
  const { queryKey } = frameMapQuery(farm, id.data);
  const frames = client.getQueryData(queryKey);
  if ((frames?.states.length ?? 0) + 8 * (frames?.seconds.length ?? 0) > MOST_LETTERS)
    client.removeQueries({ queryKey });
  return (
    <HydrationBoundary state={state()}>
      <JobPage key={id.data} jobId={id.data} />
    </HydrationBoundary>
  );
}
