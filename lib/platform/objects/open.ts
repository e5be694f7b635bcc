/** Opens the object store by its address: the scheme is the only thing that tells the kinds apart. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { resolve } from "node:path";
import type { Log } from "#lib/log.ts";
import type { Clock } from "#lib/time.ts";
import { createStorageHandler } from "../s3/handler.ts";
import type { StorageAccounts } from "../s3/accounts.ts";
import type { Credentials } from "../s3/sigv4.ts";
import { openFsStore } from "./fs-store.ts";
import type { ObjectStore } from "./object-store.ts";
import { createSignedUrls } from "./signed-urls.ts";

export interface ObjectStoreOptions {
  /** How browsers and nodes reach storage, e.g. "http://localhost:3002". */
  publicOrigin: string;
  /** Origins of pages that may read and write on signed URLs (CORS), e.g. "http://localhost:3000". */
  allowedOrigins: readonly string[];
  credentials: Credentials;
  region: string;
  clock: Clock;
  log: Log;
}

export interface OpenedObjectStore {
  store: ObjectStore;
  /** Our own S3 endpoint, for the root of the storage origin (see ../s3/server.ts); null when the store has its own. */
  handlerFor:
    | ((accounts: StorageAccounts | null) => (request: IncomingMessage, response: ServerResponse) => void)
    | null;
  close(): Promise<void>;
}

/** The address names no store that we know. */
export class StorageUrlError extends Error {
  readonly code = "storage_url";
  constructor(url: string) {
    super(`STORAGE_URL must begin with file://, as in file://./data/objects; it is ${url.slice(0, 40)}.`);
    this.name = "StorageUrlError";
  }
}

/** Shape: file:///abs/folder · file://./relative/folder. Errors: StorageUrlError. */
export async function openObjectStore(url: string, options: ObjectStoreOptions): Promise<OpenedObjectStore> {
  if (!url.startsWith("file://")) throw new StorageUrlError(url);
  const { credentials, region, clock, log } = options;
  const publicOrigin = new URL(options.publicOrigin).origin;
  const scope = { credentials, region };
  const folder = resolve(decodeURIComponent(url.slice("file://".length)));
  const store = await openFsStore(folder, createSignedUrls(scope, publicOrigin, clock), clock);
  const handlerFor = (accounts: StorageAccounts | null) =>
    createStorageHandler({
      store,
      credentials,
      accounts,
      publicHost: new URL(publicOrigin).host,
      allowedOrigins: options.allowedOrigins,
      clock,
      log,
    });
  return { store, handlerFor, close: () => store.close() };
}
