/** PUT of an object or of a part, straight from the connection to its place on disk. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FsStore } from "../objects/fs-store.ts";
import { StorageError } from "./errors.ts";

/** S3's most for one PUT. Units: bytes. */
const MAX_PUT_BYTES = 5 * 1024 ** 3;
/** Base64 of 32 bytes. */
const SHA256 = /^[A-Za-z0-9+/]{43}=$/;

export async function putObject(
  request: IncomingMessage,
  response: ServerResponse,
  at: { store: FsStore; bucket: string; key: string; query: ReadonlyMap<string, string>; goOn: () => void },
): Promise<void> {
  const { store, bucket, key, query } = at;
  const sizeBytes = lengthOf(request);
  const checksumSha256 = checksumOf(request);
  const id = query.get("uploadId");
  at.goOn();
  if (id !== undefined) {
    const part = Number(query.get("partNumber") ?? Number.NaN);
    const stored = await store.receivePart({ bucket, key, id, part }, request, { sizeBytes, checksumSha256 });
    response.setHeader("etag", `"${id}-${stored.number}"`);
  } else {
    const head = await store.receive(bucket, key, request, { maxBytes: sizeBytes, checksumSha256 });
    response.setHeader("etag", `"${head.etag}"`);
  }
  if (checksumSha256 !== null) response.setHeader("x-amz-checksum-sha256", checksumSha256);
  response.writeHead(200, { "content-length": 0 }).end();
}

function lengthOf(request: IncomingMessage): number {
  const text = request.headers["content-length"];
  if (text === undefined)
    throw new StorageError(411, "MissingContentLength", "Say how many bytes come: Content-Length.");
  const sizeBytes = Number(text);
  if (sizeBytes > MAX_PUT_BYTES)
    throw new StorageError(413, "EntityTooLarge", `One PUT takes ${MAX_PUT_BYTES} bytes at most.`);
  return sizeBytes;
}

function checksumOf(request: IncomingMessage): string | null {
  const header = request.headers["x-amz-checksum-sha256"];
  if (header === undefined) return null;
  if (typeof header !== "string" || !SHA256.test(header))
    throw new StorageError(400, "InvalidRequest", "x-amz-checksum-sha256 is the Base64 of 32 bytes.");
  return header;
}
