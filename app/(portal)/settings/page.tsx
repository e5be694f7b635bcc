/** Me: API tokens, and how to use them. */
import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { TerminalHint } from "#components/account/terminal-hint.tsx";
import { TokenList } from "#components/account/token-list.tsx";
import { loadPage } from "#lib/portal/load.ts";
import { tokensQuery } from "#lib/queries/accounts.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage(): Promise<ReactNode> {
  const { session, state } = await loadPage((farm) => [tokensQuery(farm)]);
  return (
    <HydrationBoundary state={state()}>
      <div className="mx-auto flex max-w-3xl flex-col gap-4">
        <div>
          <h1 className="text-lg font-semibold">Settings</h1>
          <p className="text-sm text-ink-2">Signed in as {session.email}</p>
        </div>
        <TokenList />
        <TerminalHint />
      </div>
    </HydrationBoundary>
  );
}
