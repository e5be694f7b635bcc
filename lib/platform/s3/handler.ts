/**
 * The S3 endpoint of the file store: a plain (request, response) function for the root of the storage origin, before
 * anything that would normalise the URL or read the body. Each request is allowed by its signature alone: one of our own,
 * or an account's.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "#lib/log.ts";
import type { Clock } from "#lib/time.ts";
import type { FsStore } from "../objects/fs-store.ts";
import { allowOrigin, answerPreflight } from "./cors.ts";
import { errorXml, StorageError, storageErrorOf } from "./errors.ts";
import type { StorageAccounts } from "./accounts.ts";
import { authenticate } from "./authenticate.ts";
import { operate } from "./operations.ts";
import { isWaitingToContinue } from "./server.ts";
import { type Credentials, parseQuery } from "./sigv4.ts";
import { targetOf } from "./target.ts";

export interface StorageHandlerOptions {
  store: FsStore;
  /** Those that our own URLs are signed with. */
  credentials: Credentials;
  /** Null: our own URLs alone are served. */
  accounts: StorageAccounts | null;
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
  const { host = "" } = request.headers;
  const caller = await authenticate(
    {
      own: options.credentials,
      accounts: options.accounts,
      hosts: [...new Set([host, options.publicHost])],
      now: options.clock.now(),
    },
    { method: request.method ?? "", path, query, headers: request.headers },
  );
  await operate(
    {
      request,
      response,
      caller,
      store: options.store,
      query: new Map(query),
      ...(options.accounts === null ? {} : { accounts: options.accounts }),
      goOn: () => {
        if (isWaitingToContinue(request)) response.writeContinue();
      },
    },
    targetOf(path, host, options.publicHost),
  );
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
  const isUnread =
    !request.readableEnded &&
    (request.headers["content-length"] ?? request.headers["transfer-encoding"]) !== undefined;
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
