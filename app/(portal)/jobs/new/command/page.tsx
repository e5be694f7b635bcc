/** A plain command instead of a scene, where an administrator allows it; elsewhere there is no such page. */
import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { CommandForm } from "#components/command/command-form.tsx";
import { loadPage } from "#lib/portal/load.ts";
import { bucketsQuery } from "#lib/queries/buckets.ts";
import { allowsCommandsQuery, COMMAND_PROFILE } from "#lib/queries/commands.ts";

export const metadata: Metadata = { title: "Run a command" };

export default async function CommandPage(): Promise<ReactNode> {
  const { client, farm, state } = await loadPage((to) => [bucketsQuery(to), allowsCommandsQuery(to)]);
  const profiles = client.getQueryData<string[]>(allowsCommandsQuery(farm).queryKey);
  if (profiles?.includes(COMMAND_PROFILE) === false) notFound();
  return (
    <HydrationBoundary state={state()}>
      <section className="mx-auto flex max-w-5xl flex-col gap-4">
        <h1 className="text-lg font-semibold">Run a command</h1>
        <CommandForm />
      </section>
    </HydrationBoundary>
  );
}
