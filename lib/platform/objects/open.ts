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
import { type S3Address, s3AddressIn } from "./s3-address.ts";
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
  /** Where browsers, nodes and S3 clients find it. */
  publicOrigin: string;
  close(): Promise<void>;
}

/** The address names no store that we know. */
export class StorageUrlError extends Error {
  readonly code = "storage_url";
  constructor(url: string) {
    // A key may stand in it.
    const seen = url.replace(/\/\/[^@/]*@/, "//…@").slice(0, 60);
    super(
      `STORAGE_URL must be like file://./data/objects or s3://KEY:SECRET@s3.example.org?region=eu-west-1; it is ${seen}.`,
    );
    this.name = "StorageUrlError";
  }
}

/**
 * Shape: file:///abs/folder · file://./relative/folder · s3://KEY:SECRET@host:port?region=…&tls=off
 * Errors: StorageUrlError.
 */
export async function openObjectStore(url: string, options: ObjectStoreOptions): Promise<OpenedObjectStore> {
  const elsewhere = s3AddressIn(url);
  if (elsewhere !== null) return openElsewhere(elsewhere, options.clock);
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
  return { store, handlerFor, publicOrigin, close: () => store.close() };
}

/** Amazon's client is large: loaded only where it is used. */
async function openElsewhere(address: S3Address, clock: Clock): Promise<OpenedObjectStore> {
  const [{ S3Client }, { openS3Store }] = await Promise.all([
    import("@aws-sdk/client-s3"),
    import("./s3-store.ts"),
  ]);
  const { endpoint, region, credentials } = address;
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    ...(credentials === null ? {} : { credentials }),
  });
  const found = await client.config.credentials();
  const keys = { accessKey: found.accessKeyId, secretKey: found.secretAccessKey };
  const urls = createSignedUrls({ credentials: keys, region }, endpoint, clock);
  const close = async () => client.destroy();
  return { store: openS3Store(client, urls), handlerFor: null, publicOrigin: endpoint, close };
}
