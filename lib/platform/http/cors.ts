/** Which pages of other origins may call: none but the configured ones, and never with cookies. */
import type { IncomingMessage, ServerResponse } from "node:http";

export function allowOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  origins: readonly string[],
): void {
  const { origin } = request.headers;
  if (origins.length > 0) response.setHeader("vary", "origin");
  if (origin === undefined || !origins.includes(origin)) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", "x-request-id");
}

/** Without an allowed origin the browser finds no permission in it. */
export function answerPreflight(response: ServerResponse): void {
  if (response.hasHeader("access-control-allow-origin")) {
    response.setHeader("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE");
    response.setHeader("access-control-allow-headers", "authorization, content-type, x-request-id");
    response.setHeader("access-control-max-age", "600");
  }
  response.writeHead(204).end();
}
