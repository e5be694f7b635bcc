/** What every page stands in: the query cache, with one answer to a session that ended, and toasts. */
"use client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Toaster } from "#components/ui/toast.tsx";
import { FarmError } from "#lib/client/farm-error.ts";
import { goToSignIn } from "./session-ended.ts";

/** Live events keep things fresh; this only heals what no topic covers. Units: milliseconds. */
const STALE_MS = 60_000;
const MAX_RETRIES = 6;

function onError(error: Error): void {
  if (error instanceof FarmError && error.code === "unauthorized") goToSignIn();
}

/** A farm that is away for a moment is asked again; a refusal is final. */
const mayRetry = (failures: number, error: Error): boolean =>
  error instanceof FarmError && (error.status === 0 || error.status >= 500) && failures < MAX_RETRIES;

const makeClient = () =>
  new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        refetchOnWindowFocus: false,
        networkMode: "always",
        retry: mayRetry,
        retryDelay: (failures) => Math.min(5000, 300 * 2 ** failures),
      },
      mutations: { networkMode: "always" },
    },
  });

export function Providers({ children }: { children: ReactNode }): ReactNode {
  const [client] = useState(makeClient);
  return (
    <QueryClientProvider client={client}>
      {children}
      <Toaster />
    </QueryClientProvider>
  );
}
