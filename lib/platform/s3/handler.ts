/**
 * The S3 endpoint of the file store: a plain (request, response) function for the root of the storage origin, before
 * anything that would normalise the URL or read the body. Each request is allowed by its signature alone.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "#lib/log.ts";
import type { Clock } from "#lib/time.ts";
import type { FsStore } from "../objects/fs-store.ts";
import { allowOrigin, answerPreflight } from "./cors.ts";
import { errorXml, refusalError, StorageError, storageErrorOf } from "./errors.ts";
import { getObject } from "./get-object.ts";
import { putObject } from "./put-object.ts";
import { isWaitingToContinue } from "./server.ts";
import { parseQuery, type SigningScope, verifyPresigned } from "./sigv4.ts";

export interface StorageHandlerOptions {
  store: FsStore;
  scope: SigningScope;
  /** The host that URLs were signed with, when a proxy hides it. */
  publicHost: string;
  allowedOrigins: readonly string[];
  clock: Clock;
  log: Log;
}

/** Of a refused upload this much is still read, so that the client gets to the answer. Units: bytes. */
const DRAIN_BYTES = 64 * 1024 ** 2;

export function createStorageHandler(
  options: StorageHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const requestId = randomUUID();
    response.setHeader("x-amz-request-id", requestId);
    allowOrigin(request, response, options.allowedOrigins);
    answer(request, response, options).catch((error: unknown) => {
      const known = storageErrorOf(error);
      if (known === null && !isConnectionLoss(error))
        options.log.error("storage.failed", { requestId, error });
      refuse(
        request,
        response,
        known ?? new StorageError(500, "InternalError", "Storage failed."),
        requestId,
      );
    });
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: StorageHandlerOptions,
): Promise<void> {
  const [path = "/", rawQuery = ""] = (request.url ?? "/").split(/\?(.*)/s, 2);
  if (path === "/healthz") {
    response.writeHead(200, { "content-type": "text/plain" }).end("ok\n");
    return;
  }
  if (request.method === "OPTIONS") {
    answerPreflight(response);
    return;
  }
  const query = parseQuery(rawQuery);
  if (query === null) throw new StorageError(400, "InvalidURI", "The query can't be decoded.");
  const refusal = verifyPresigned(options.scope, {
    method: request.method ?? "",
    path,
    query,
    headers: request.headers,
    hosts: [request.headers.host ?? "", options.publicHost],
    now: options.clock.now(),
  });
  if (refusal !== null) throw refusalError(refusal);

  const at = { store: options.store, ...objectOf(path), query: new Map(query) };
  switch (request.method) {
    case "GET":
    case "HEAD":
      return getObject(request, response, at);
    case "PUT":
      return putObject(request, response, {
        ...at,
        goOn: () => {
          if (isWaitingToContinue(request)) response.writeContinue();
        },
      });
    default:
      throw new StorageError(405, "MethodNotAllowed", "Storage takes GET, HEAD and PUT here.");
  }
}

/** Path style: "/bucket/the/key%20encoded". */
function objectOf(path: string): { bucket: string; key: string } {
  const slash = path.indexOf("/", 1);
  try {
    if (slash > 1)
      return {
        bucket: decodeURIComponent(path.slice(1, slash)),
        key: decodeURIComponent(path.slice(slash + 1)),
      };
  } catch {
    // told below
  }
  throw new StorageError(400, "InvalidURI", "The path must be /bucket/key.");
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  error: StorageError,
  requestId: string,
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = request.method === "HEAD" ? "" : errorXml(error, request.url?.split("?")[0] ?? "", requestId);
  for (const name of ["etag", "cache-control", "last-modified", "content-disposition", "accept-ranges"])
    response.removeHeader(name);
  const isUnread = !request.readableEnded && request.headers["content-length"] !== undefined;
  response.writeHead(error.status, {
    "content-type": "application/xml",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    ...(isUnread && isWaitingToContinue(request) ? { connection: "close" } : {}),
  });
  response.end(body);
  if (isUnread) drain(request);
}

/** A client that still sends would otherwise find a closed connection instead of the answer. */
function drain(request: IncomingMessage): void {
  let read = 0;
  request.on("data", (chunk: Buffer) => {
    read += chunk.length;
    if (read > DRAIN_BYTES) request.destroy();
  });
  request.on("error", () => {});
  // Whoever read before may have let it rest.
  request.resume();
}

function isConnectionLoss(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ERR_STREAM_DESTROYED";
}
