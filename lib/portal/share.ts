/** Share links as the portal's server asks for them: without any session, whoever's browser it is. */
import "server-only";
import { cache } from "react";
import { FarmError } from "#lib/client/index.ts";
import type { ShareCard } from "#lib/contract/farm/shares.ts";
import { portalEnv } from "./env.ts";
import { farmFor } from "./farm.ts";

/** Null when the link opens nothing. Once a request, however often it is asked for. */
export const loadShare = cache(async (token: string): Promise<ShareCard | null> => {
  try {
    return await farmFor(null).shared.card({ params: { token } });
  } catch (error) {
    if (error instanceof FarmError && (error.code === "not_found" || error.code === "invalid")) return null;
    throw error;
  }
});

/** What addresses in a chat begin with. */
export const publicOrigin = (): URL => new URL(portalEnv().NEXTAUTH_URL);

/** Shape: {state: "active", done: 42, total: 100} → "Rendering: 42 of 100 frames" */
export function shareInWords({ state, done, total }: ShareCard): string {
  if (state === null || done === null || total === null) return "Opens with a password.";
  const words = {
    queued: "Waiting",
    active: "Rendering",
    paused: "Paused",
    completed: "Finished",
    failed: "Ended with failures",
    canceled: "Stopped",
  } as const;
  return `${words[state]}: ${done} of ${total} frame${total === 1 ? "" : "s"}`;
}
