/** Which calls a browser may make through the portal: the contract's own `who`, and nothing that is for machines. */
import "server-only";
import type { AnyEndpoint } from "#lib/contract/endpoint.ts";
import { api } from "#lib/contract/index.ts";

interface AllowedCall {
  method: string;
  pattern: RegExp;
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/:[A-Za-z]+/g, "[^/]+").replace(/\*[A-Za-z]+$/, ".+")}$`);

/** Sessions are next-auth's matter: their tokens must not reach scripts of the page. */
const { sessions: _, ...groups } = api;

const ALLOWED: readonly AllowedCall[] = Object.values(groups)
  .flatMap((group) => Object.values(group as Record<string, AnyEndpoint>))
  .filter((call) => call.bytes === undefined)
  .filter((call) => call.who.some((who) => who === "account" || who === "admin" || who === "public"))
  .map((call) => ({ method: call.method, pattern: patternOf(call.path) }));

/** Shape: ("GET", "/farm/v1/jobs") → true; ("POST", "/farm/v1/leases/acquire") → false */
export function isAllowedCall(method: string, path: string): boolean {
  return ALLOWED.some((call) => call.method === method && call.pattern.test(path));
}

/**
 * Whether the request comes from a page of this portal. Reading needs no proof (cookies are SameSite=Lax and answers are
 * not readable across origins); changing does.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = request.headers.get("origin");
  const host = request.headers.get("host");
  return origin !== null && host !== null && URL.canParse(origin) && new URL(origin).host === host;
}
