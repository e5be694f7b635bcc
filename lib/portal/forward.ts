/**
 * The browser's way to the platform: same origin, JSON only. Adds the session's credential, which the browser never
 * sees, and passes on only what the contract lets people ask.
 */
import "server-only";
import { ERROR_STATUS, type ErrorCode } from "#lib/contract/error-codes.ts";
import { isAllowedCall, isSameOrigin } from "./allowed-call.ts";
import { portalEnv } from "./env.ts";
import { readSession } from "./session.ts";

/** Far above any form; bytes of files never come this way. */
const MAX_BODY_BYTES = 1024 ** 2;
const PREFIX = "/api/farm";

function refuse(code: ErrorCode, message: string): Response {
  return Response.json({ code, message }, { status: ERROR_STATUS[code] });
}

/** Handles every method of /api/farm/[...path]. */
export async function forward(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.slice(PREFIX.length);
  if (!isAllowedCall(request.method, path)) return refuse("not_found", "There is no such call.");
  if (request.method !== "GET" && !isSameOrigin(request))
    return refuse("forbidden", "This call must come from the portal's own page.");
  const body = request.method === "GET" ? undefined : await request.text();
  if (body !== undefined && body.length > MAX_BODY_BYTES)
    return refuse("too_large", "That is more text than any form of the portal sends.");
  const session = await readSession();
  const headers: Record<string, string> = { accept: "application/json" };
  if (session !== null) headers.authorization = session.platformToken;
  if (body !== undefined && body !== "") headers["content-type"] = "application/json";
  let answer: Response;
  try {
    answer = await fetch(portalEnv().FARM_URL.replace(/\/+$/, "") + path + url.search, {
      method: request.method,
      headers,
      body: body === "" ? undefined : body,
      signal: request.signal,
      cache: "no-store",
    });
  } catch (error) {
    // Nobody waits for this answer any more: the page went on.
    if (request.signal.aborted) return new Response(null, { status: 499 });
    if (!(error instanceof TypeError)) throw error;
    return refuse("unavailable", "The farm can't be reached right now. Try again in a moment.");
  }
  return new Response(answer.body, {
    status: answer.status,
    headers: {
      "content-type": answer.headers.get("content-type") ?? "application/json",
      "cache-control": "no-store",
    },
  });
}
