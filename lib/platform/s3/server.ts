/** The HTTP server that a storage handler needs: long uploads, and the say over `Expect: 100-continue`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

const waiting = new WeakSet<IncomingMessage>();

/** The client sends its body only after `writeContinue()`: a refused upload never crosses the network. */
export function isWaitingToContinue(request: IncomingMessage): boolean {
  return waiting.has(request);
}

/** Units: milliseconds. */
const HEADERS_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;

/** Not yet listening. */
export function createStorageServer(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const server = createServer(
    {
      // An upload takes as long as it takes.
      requestTimeout: 0,
      headersTimeout: HEADERS_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      noDelay: true,
    },
    handler,
  );
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    waiting.add(request);
    handler(request, response);
  });
  return server;
}
