/** Every page of who is signed in: the gate, the header, the live connection. */
import { HydrationBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { RealtimeProvider } from "#components/realtime/realtime-provider.tsx";
import { ConnectionBar } from "#components/shell/connection-bar.tsx";
import { Header } from "#components/shell/header.tsx";
import { loadPage } from "#lib/portal/load.ts";
import { readTheme } from "#lib/portal/theme.ts";
import { meQuery } from "#lib/queries/accounts.ts";
import { farmQuery } from "#lib/queries/farm.ts";

export default async function PortalLayout({ children }: { children: ReactNode }): Promise<ReactNode> {
  const { session, state } = await loadPage((farm) => [meQuery(farm), farmQuery(farm)]);
  const { accountId, email, role } = session;
  return (
    <HydrationBoundary state={state()}>
      <RealtimeProvider>
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-ember focus:px-4 focus:py-2 focus:text-on-ember"
        >
          Skip to the content
        </a>
        <Header who={{ accountId, email, role }} theme={await readTheme()} />
        <ConnectionBar />
        <main id="content" className="mx-auto max-w-[104rem] px-4 py-6 sm:px-6">
          {children}
        </main>
      </RealtimeProvider>
    </HydrationBoundary>
  );
}
