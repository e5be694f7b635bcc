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
const FRAMES_IN_PAGE = 20_000;

export default async function JobRoute(props: { params: Promise<{ jobId: string }> }): Promise<ReactNode> {
  const id = jobId.safeParse((await props.params).jobId);
  if (!id.success) notFound();
  const { client, farm, state } = await loadPage((farm) => [jobQuery(farm, id.data)]);
  const job = client.getQueryData(jobQuery(farm, id.data).queryKey);
  if (job !== undefined && job.totalFrames <= FRAMES_IN_PAGE)
    await client.prefetchQuery(frameMapQuery(farm, id.data));
  return (
    <HydrationBoundary state={state()}>
      <JobPage key={id.data} jobId={id.data} />
    </HydrationBoundary>
  );
}
