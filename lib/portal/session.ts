/** Who asks for this page: the session in the cookie, and the gates that pages and layouts stand behind. */
import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { getToken } from "next-auth/jwt";
import { cache } from "react";
import { type BrowserSession, browserSession } from "#lib/contract/browser-session.ts";
import { portalEnv } from "./env.ts";

/** Null when nobody is signed in. One reading of the cookie for each request. */
export const readSession = cache(async (): Promise<BrowserSession | null> => {
  const all = (await cookies()).getAll();
  const env = portalEnv();
  const request = { cookies: Object.fromEntries(all.map((c) => [c.name, c.value])), headers: {} };
  const claims = await getToken({
    // next-auth asks for Next's request but reads only these two of it.
    req: request as unknown as Parameters<typeof getToken>[0]["req"],
    secret: env.NEXTAUTH_SECRET,
    secureCookie: env.NEXTAUTH_URL.startsWith("https:"),
  });
  const session = browserSession.safeParse(claims);
  return session.success ? session.data : null;
});

/** Shape: ("/jobs/1", "ended") → "/sign-in?next=%2Fjobs%2F1&reason=ended" */
export function signInAddress(here: string, reason?: "ended"): string {
  const query = new URLSearchParams();
  if (here !== "/") query.set("next", here);
  if (reason !== undefined) query.set("reason", reason);
  return query.size === 0 ? "/sign-in" : `/sign-in?${query}`;
}

/** The address that was asked for, as bin/services/portal.ts notes it; without Next's own additions. */
async function hereNow(): Promise<string> {
  const asked = new URL((await headers()).get("x-hearth-path") ?? "/", "http://portal.invalid");
  asked.searchParams.delete("_rsc");
  return asked.pathname + asked.search;
}

/** Off to the sign-in page, and back here afterwards. */
export async function goToSignIn(reason?: "ended"): Promise<never> {
  return redirect(signInAddress(await hereNow(), reason));
}

/** The session, or off to the sign-in page. */
export async function requireSession(): Promise<BrowserSession> {
  return (await readSession()) ?? goToSignIn();
}

/** For administrators; to others the page does not exist. */
export async function requireAdmin(): Promise<BrowserSession> {
  const session = await requireSession();
  if (session.role !== "admin") notFound();
  return session;
}
