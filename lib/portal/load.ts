/** Gate, fetch ahead, hand over: what every page does before its components run in the browser. */
import "server-only";
import { dehydrate, type DehydratedState, type FetchQueryOptions, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { type Farm, FarmError } from "#lib/client/index.ts";
import type { BrowserSession } from "#lib/contract/browser-session.ts";
import { farmFor } from "./farm.ts";
import { goToSignIn, requireSession } from "./session.ts";

/** Any query of lib/queries; its types matter to who reads it, not to who fetches it ahead. */
type Ahead = Pick<FetchQueryOptions, "queryKey"> & { queryFn?: unknown };

export interface Loaded {
  session: BrowserSession;
  farm: Farm;
  client: QueryClient;
  state: () => DehydratedState;
}

/**
 * A farm that is away is left to the component, which asks again and says so; a session that ended, and a thing that is
 * not there, are answered here.
 */
async function answerOrLeave(error: unknown): Promise<void> {
  if (!(error instanceof FarmError)) throw error;
  if (error.code === "unauthorized") await goToSignIn("ended");
  if (error.code === "not_found" || error.code === "invalid") notFound();
}

/** Fetches all of `queries` at once into a client whose state the page gives to the browser. */
export async function loadPage(queries: (farm: Farm) => readonly Ahead[]): Promise<Loaded> {
  const session = await requireSession();
  const farm = farmFor(session);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const outcomes = await Promise.allSettled(
    queries(farm).map((query) => client.fetchQuery(query as FetchQueryOptions)),
  );
  for (const outcome of outcomes) if (outcome.status === "rejected") await answerOrLeave(outcome.reason);
  return { session, farm, client, state: () => dehydrate(client) };
}
