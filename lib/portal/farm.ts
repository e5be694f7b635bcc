/** The platform's client for one request of the portal. */
import "server-only";
import { createFarm, type Farm } from "#lib/client/index.ts";
import type { BrowserSession } from "#lib/contract/browser-session.ts";
import { portalEnv } from "./env.ts";

/** `null`: what anybody may ask. */
export function farmFor(session: BrowserSession | null): Farm {
  return createFarm({
    baseUrl: portalEnv().FARM_URL,
    credential: session?.platformToken ?? null,
    fetch: (input, init) => globalThis.fetch(input, { ...init, cache: "no-store" }),
  });
}
