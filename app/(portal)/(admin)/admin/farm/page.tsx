/** Is the farm well? */
import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { FarmBoard } from "#components/farm/farm-board.tsx";
import { loadPage } from "#lib/portal/load.ts";
import { requireAdmin } from "#lib/portal/session.ts";
import { carbonQuery, farmQuery, farmSettingsQuery, nodesQuery } from "#lib/queries/farm.ts";

export const metadata: Metadata = { title: "Farm" };

export default async function FarmPage(): Promise<ReactNode> {
  await requireAdmin();
  const { state } = await loadPage((farm) => [
    farmQuery(farm),
    nodesQuery(farm),
    farmSettingsQuery(farm),
    carbonQuery(farm),
  ]);
  return (
    <HydrationBoundary state={state()}>
      <FarmBoard />
    </HydrationBoundary>
  );
}
