/** What an S3 operation is given: the request, the store, who asks, and where. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { BucketRow } from "../buckets/rows.ts";
import type { FsStore } from "../objects/fs-store.ts";
import type { StorageAccounts } from "./accounts.ts";
import type { Caller } from "./authenticate.ts";
import { StorageError } from "./errors.ts";

export interface ServiceCall {
  request: IncomingMessage;
  response: ServerResponse;
  query: ReadonlyMap<string, string>;
  store: FsStore;
  caller: Caller;
  /** Tells a client that waits with `Expect: 100-continue` to send its body. */
  goOn(): void;
}

export interface AccountCall extends ServiceCall {
  accounts: StorageAccounts;
  accountId: NonNullable<Caller["accountId"]>;
}

export interface BucketCall extends AccountCall {
  bucket: BucketRow;
}

export interface ObjectCall extends ServiceCall {
  /** What the store calls the bucket. */
  folder: string;
  /** What the caller calls it. */
  bucketName: string;
  key: string;
}

export const noSuchBucket = (name: string) =>
  new StorageError(404, "NoSuchBucket", "The specified bucket does not exist", { BucketName: name });

/** The caller's own bucket; another account's looks like none. Errors: NoSuchBucket. */
export async function bucketOf(
  { accounts, accountId }: Pick<AccountCall, "accounts" | "accountId">,
  name: string,
): Promise<BucketRow> {
  const bucket = await accounts.bucket(accountId, name);
  if (bucket === undefined) throw noSuchBucket(name);
  return bucket;
}

export function sendXml(response: ServerResponse, text: string, status = 200): void {
  response.writeHead(status, {
    "content-type": "application/xml",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

export function sendNothing(response: ServerResponse, status: 200 | 204): void {
  response.writeHead(status, status === 200 ? { "content-length": 0 } : {}).end();
}
