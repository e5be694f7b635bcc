/** Which pages may use signed URLs from a browser. Source: the Fetch standard's CORS protocol. */
import type { IncomingMessage, ServerResponse } from "node:http";

/** On every answer: an error without it would look like a dead network to the page. */
export function allowOrigin(
  request: IncomingMessage,
  response: ServerResponse,
  allowed: readonly string[],
): void {
  response.setHeader("vary", "Origin");
  const { origin } = request.headers;
  if (origin === undefined || !allowed.includes(origin)) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader(
    "access-control-expose-headers",
    "ETag, Content-Length, Content-Range, x-amz-checksum-sha256, x-amz-request-id",
  );
}

/** The browser's question before a PUT with headers of its own. */
export function answerPreflight(response: ServerResponse): void {
  if (response.hasHeader("access-control-allow-origin")) {
    response.setHeader("access-control-allow-methods", "GET, HEAD, PUT");
    response.setHeader("access-control-allow-headers", "content-type, range, x-amz-checksum-sha256");
    response.setHeader("access-control-max-age", "86400");
  }
  response.writeHead(204).end();
}
