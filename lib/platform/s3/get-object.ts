/** GET and HEAD of an object: ranges, caching, and headers under which a stored page can run nothing. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { ObjectMissing, type ObjectStore } from "../objects/object-store.ts";
import { contentTypeOf } from "./content-type.ts";
import { StorageError } from "./errors.ts";
import { parseRange } from "./range.ts";

/** Less than a signed URL lives. An object's bytes never change under its key. Units: seconds. */
const CACHE_SECONDS = 6 * 3600;
/** Printable Latin-1: anything else is no header. */
const HEADER_TEXT = /^[\x20-\x7E\xA0-\xFF]*$/;

export async function getObject(
  request: IncomingMessage,
  response: ServerResponse,
  at: { store: ObjectStore; bucket: string; key: string; query: ReadonlyMap<string, string> },
): Promise<void> {
  const head = await at.store.head(at.bucket, at.key);
  if (head === null) throw new ObjectMissing(at.bucket, at.key);
  const etag = `"${head.etag}"`;
  response.setHeader("etag", etag);
  response.setHeader("last-modified", head.lastModified.toUTCString());
  response.setHeader("cache-control", `private, max-age=${CACHE_SECONDS}, immutable`);
  response.setHeader("accept-ranges", "bytes");
  if (request.headers["if-none-match"]?.split(",").some((tag) => [etag, "*"].includes(tag.trim()))) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader("content-type", contentTypeOf(at.key));
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("content-security-policy", "sandbox; default-src 'none'");
  response.setHeader("cross-origin-resource-policy", "cross-origin");
  const disposition = at.query.get("response-content-disposition");
  if (disposition !== undefined) {
    if (!HEADER_TEXT.test(disposition))
      throw new StorageError(400, "InvalidArgument", "response-content-disposition is no header text.");
    response.setHeader("content-disposition", disposition);
  }

  const isSame = [undefined, etag].includes(request.headers["if-range"]?.toString());
  const range = isSame ? parseRange(request.headers.range, head.sizeBytes) : null;
  if (range === "unsatisfiable") {
    response.setHeader("content-range", `bytes */${head.sizeBytes}`);
    throw new StorageError(416, "InvalidRange", "The object ends before that range.");
  }
  if (range !== null)
    response.setHeader("content-range", `bytes ${range.first}-${range.last}/${head.sizeBytes}`);
  response.setHeader("content-length", range === null ? head.sizeBytes : range.last - range.first + 1);
  response.statusCode = range === null ? 200 : 206;
  if (request.method === "HEAD" || head.sizeBytes === 0) {
    response.end();
    return;
  }
  await pipeline(await at.store.get(at.bucket, at.key, range ?? undefined), response);
}
