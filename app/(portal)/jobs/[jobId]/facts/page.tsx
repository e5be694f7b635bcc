/** A job's facts sheet: one page to print. */
import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { FactsPage } from "#components/facts/facts-page.tsx";
import { jobId } from "#lib/contract/scalars.ts";
import { loadPage } from "#lib/portal/load.ts";
import { factsQuery, jobQuery } from "#lib/queries/jobs.ts";

export const metadata: Metadata = { title: "Facts sheet" };

export default async function FactsRoute(props: { params: Promise<{ jobId: string }> }): Promise<ReactNode> {
  const id = jobId.safeParse((await props.params).jobId);
  if (!id.success) notFound();
  const { client, farm, state } = await loadPage((farm) => [jobQuery(farm, id.data)]);
  const job = client.getQueryData(jobQuery(farm, id.data).queryKey);
  if (job !== undefined) await client.prefetchQuery(factsQuery(farm, job));
  return (
    <HydrationBoundary state={state()}>
      <FactsPage key={id.data} jobId={id.data} />
    </HydrationBoundary>
  );
}
