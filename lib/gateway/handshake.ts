/** Who opens a socket: the sign-in cookie of the portal, and only from the portal's own pages. */
import type { IncomingMessage } from "node:http";
import { getToken } from "next-auth/jwt";
import { type BrowserSession, browserSession } from "#lib/contract/browser-session.ts";

/** Shape: "a=1; b=%20" → {a: "1", b: " "} */
export function parseCookies(header: string | undefined): Record<string, string> {
  const pairs = (header ?? "").split(";").flatMap((part) => {
    const equals = part.indexOf("=");
    if (equals < 0) return [];
    const text = part.slice(equals + 1).trim();
    try {
      return [[part.slice(0, equals).trim(), decodeURIComponent(text)] as const];
    } catch {
      return [[part.slice(0, equals).trim(), text] as const];
    }
  });
  return Object.fromEntries(pairs);
}

/** A page of another origin must not open a socket with this portal's cookie. */
export function isOwnPage(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}

/** Null when the cookie is missing, forged or too old. */
export async function sessionOf(
  request: IncomingMessage,
  auth: { secret: string; isSecure: boolean },
): Promise<BrowserSession | null> {
  const readable = { cookies: parseCookies(request.headers.cookie), headers: {} };
  const claims = await getToken({
    // next-auth asks for Next's request but reads only these two of it.
    req: readable as unknown as Parameters<typeof getToken>[0]["req"],
    secret: auth.secret,
    secureCookie: auth.isSecure,
  });
  const session = browserSession.safeParse(claims);
  return session.success ? session.data : null;
}
