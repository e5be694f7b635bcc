/** PUT of an object or of a part, straight from the connection to its place on disk. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FsStore } from "../objects/fs-store.ts";
import { announcedSums, checksumHeaders, checkSums } from "./checksums.ts";
import { StorageError } from "./errors.ts";

/** S3's most for one PUT. Units: bytes. */
const MAX_PUT_BYTES = 5 * 1024 ** 3;

export async function putObject(
  request: IncomingMessage,
  response: ServerResponse,
  at: { store: FsStore; bucket: string; key: string; query: ReadonlyMap<string, string>; goOn: () => void },
): Promise<void> {
  const { store, bucket, key, query } = at;
  const sizeBytes = lengthOf(request);
  const expected = announcedSums(request.headers);
  const id = query.get("uploadId");
  at.goOn();
  const announced = {
    sizeBytes,
    sums: [...expected.keys()],
    check: (found: Parameters<typeof checkSums>[1]) => checkSums(expected, found, `${bucket}/${key}`),
  };
  if (id !== undefined) {
    const part = Number(query.get("partNumber") ?? Number.NaN);
    const stored = await store.multipart.receive({ bucket, key, id, part }, request, announced);
    response.setHeader("etag", `"${stored.etag}"`);
  } else {
    const head = await store.receive(bucket, key, request, announced, checksumHeaders(expected));
    response.setHeader("etag", `"${head.etag}"`);
  }
  for (const [name, value] of Object.entries(checksumHeaders(expected))) response.setHeader(name, value);
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
