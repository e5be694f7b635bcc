/** Accounts: create, grant, disable, reset. */
import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { PeopleTable } from "#components/account/people-table.tsx";
import { loadPage } from "#lib/portal/load.ts";
import { requireAdmin } from "#lib/portal/session.ts";
import { accountsQuery } from "#lib/queries/accounts.ts";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage(): Promise<ReactNode> {
  await requireAdmin();
  const { state } = await loadPage((farm) => [accountsQuery(farm)]);
  return (
    <HydrationBoundary state={state()}>
      <PeopleTable />
    </HydrationBoundary>
  );
}
