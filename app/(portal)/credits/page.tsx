/** Money: balance, holds, and a ledger that adds up. */
import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Ledger } from "#components/credits/ledger.tsx";
import { loadPage } from "#lib/portal/load.ts";
import { ledgerQuery } from "#lib/queries/accounts.ts";

export const metadata: Metadata = { title: "Credits" };

export default async function CreditsPage(): Promise<ReactNode> {
  const { client, farm, state } = await loadPage(() => []);
  await client.prefetchInfiniteQuery(ledgerQuery(farm));
  return (
    <HydrationBoundary state={state()}>
      <Ledger />
    </HydrationBoundary>
  );
}
