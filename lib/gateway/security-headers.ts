/**
 * What browsers may load from and for the portal's pages. Made here, in the HTTP server, because the script nonce must
 * be in the request that Next sees and in the response that the browser sees.
 * Source: next/dist/docs content-security-policy (Next takes the nonce from the request's header of that name).
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

export interface SecurityFacts {
  storageOrigin: string;
  isSecure: boolean;
  /** Next's development client evaluates code; production never does. */
  dev: boolean;
}

/** `Host` is what a stranger may write: only a plain name and port become part of the policy. */
const HOST = /^[A-Za-z0-9.-]+(?::\d+)?$|^\[[0-9a-f:]+\](?::\d+)?$/i;

/** Shape: a Content-Security-Policy in one line. */
export function contentSecurityPolicy(nonce: string, host: string | undefined, facts: SecurityFacts): string {
  const socket = host !== undefined && HOST.test(host) ? ` ${facts.isSecure ? "wss" : "ws"}://${host}` : "";
  const storage = new URL(facts.storageOrigin).origin;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${facts.dev ? " 'unsafe-eval'" : ""}`,
    // Positions of virtual rows and menus are style attributes.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${storage}`,
    `connect-src 'self'${socket} ${storage}`,
    // The reader of dropped files.
    "worker-src 'self'",
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Sets the headers of one answer, and the request header that Next reads its nonce from. */
export function secure(request: IncomingMessage, response: ServerResponse, facts: SecurityFacts): void {
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"), request.headers.host, facts);
  request.headers["content-security-policy"] = policy;
  response.setHeader("content-security-policy", policy);
  response.setHeader("x-content-type-options", "nosniff");
  // The address of a shared job is what opens it: it is told to nobody and found by no search.
  const isShared = request.url?.startsWith("/s/") === true;
  response.setHeader("referrer-policy", isShared ? "no-referrer" : "strict-origin-when-cross-origin");
  if (isShared) response.setHeader("x-robots-tag", "noindex, nofollow, noarchive");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=()");
}
