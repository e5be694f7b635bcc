/** GetObject and HeadObject: ranges, conditions, caching, and headers under which a stored page can run nothing. */
import type { ObjectHead } from "../objects/object-store.ts";
import { contentTypeOf } from "./content-type.ts";
import type { ObjectCall } from "./context.ts";
import { StorageError } from "./errors.ts";
import { isHeaderText } from "./object-headers.ts";
import { parseRange } from "./range.ts";
import { sendBytes } from "./send-bytes.ts";

/** Less than one of our signed URLs lives. Units: seconds. */
const CACHE_SECONDS = 6 * 3600;
/** What a signed URL may set. Shape: query parameter → header. */
const OVERRIDES: Record<string, string> = {
  "response-content-type": "content-type",
  "response-content-disposition": "content-disposition",
  "response-content-encoding": "content-encoding",
  "response-content-language": "content-language",
  "response-cache-control": "cache-control",
  "response-expires": "expires",
};

export async function getObject(call: ObjectCall): Promise<void> {
  const { request, response, store, folder, key } = call;
  const head = await store.head(folder, key);
  if (head === null)
    throw new StorageError(404, "NoSuchKey", "The specified key does not exist.", { Key: key });
  setHeaders(call, head);
  const met = conditionsOf(call, head);
  if (met !== "go on") {
    response.writeHead(met).end();
    return;
  }
  const isSame = [undefined, `"${head.etag}"`].includes(request.headers["if-range"]?.toString());
  const range = isSame ? parseRange(request.headers.range, head.sizeBytes) : null;
  if (range === "unsatisfiable") {
    response.setHeader("content-range", `bytes */${head.sizeBytes}`);
    throw new StorageError(416, "InvalidRange", "The requested range is not satisfiable");
  }
  if (range !== null) {
    response.setHeader("content-range", `bytes ${range.first}-${range.last}/${head.sizeBytes}`);
    // They are of the whole: a client would find the piece damaged.
    for (const name of response.getHeaderNames())
      if (name.startsWith("x-amz-checksum-")) response.removeHeader(name);
  }
  response.setHeader("content-length", range === null ? head.sizeBytes : range.last - range.first + 1);
  response.statusCode = range === null ? 200 : 206;
  if (request.method === "HEAD" || head.sizeBytes === 0) {
    response.end();
    return;
  }
  await sendBytes(await store.open(folder, key), response, range ?? { first: 0, last: head.sizeBytes - 1 });
}

function setHeaders({ request, response, caller, key, query }: ObjectCall, head: ObjectHead): void {
  response.setHeader("etag", `"${head.etag}"`);
  response.setHeader("last-modified", head.lastModified.toUTCString());
  response.setHeader("accept-ranges", "bytes");
  response.setHeader("content-type", contentTypeOf(key));
  if (caller.accountId === null) {
    // Under our own keys nothing changes. Browsers are told no type but what they may show.
    response.setHeader("cache-control", `private, max-age=${CACHE_SECONDS}, immutable`);
  } else {
    const asksForSums = request.headers["x-amz-checksum-mode"]?.toString().toUpperCase() === "ENABLED";
    for (const [name, value] of Object.entries(head.headers))
      if (!name.startsWith("x-amz-checksum-") || asksForSums) response.setHeader(name, value);
  }
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("content-security-policy", "sandbox; default-src 'none'");
  response.setHeader("cross-origin-resource-policy", "cross-origin");
  for (const [parameter, name] of Object.entries(OVERRIDES)) {
    const value = query.get(parameter);
    if (value === undefined) continue;
    if (!isHeaderText(value))
      throw new StorageError(400, "InvalidArgument", `${parameter} is no header text.`);
    response.setHeader(name, value);
  }
}

/** Source: RFC 9110 section 13.2.2, the order in which conditions count. Errors: PreconditionFailed. */
function conditionsOf({ request: { headers } }: ObjectCall, head: ObjectHead): "go on" | 304 {
  const names = (list: string | undefined) =>
    list?.split(",").some((tag) => [`"${head.etag}"`, head.etag, "*"].includes(tag.trim()));
  const changedAt = Math.floor(head.lastModified.getTime() / 1000) * 1000;
  const unmodified = (date: string | undefined) => date !== undefined && changedAt <= Date.parse(date);
  const failed = () =>
    new StorageError(
      412,
      "PreconditionFailed",
      "At least one of the pre-conditions you specified did not hold",
    );
  const { "if-match": match, "if-none-match": noneMatch } = headers;
  if (
    match === undefined
      ? headers["if-unmodified-since"] && !unmodified(headers["if-unmodified-since"])
      : !names(match)
  )
    throw failed();
  if (noneMatch === undefined ? unmodified(headers["if-modified-since"]) : names(noneMatch)) return 304;
  return "go on";
}
