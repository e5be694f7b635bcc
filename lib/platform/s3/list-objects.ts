/** ListObjects, its second version, and ListObjectVersions: one page each. */
import type { ObjectHead } from "../objects/object-store.ts";
import { type BucketCall, sendXml } from "./context.ts";
import { StorageError } from "./errors.ts";
import { type Page, pageOf } from "./list-page.ts";
import { encodeRfc3986 } from "./sigv4.ts";
import { xmlOf } from "./xml-text.ts";

/** S3's most. */
const MAX_KEYS = 1000;

/** Errors: InvalidArgument. */
export function countIn(query: ReadonlyMap<string, string>, name: string, most = MAX_KEYS): number {
  const text = query.get(name) ?? "";
  if (text === "") return most;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2 ** 31 - 1)
    throw new StorageError(400, "InvalidArgument", `${name} takes a whole number from 0.`);
  return Math.min(Number(text), most);
}

/** How names are written: as they are, or for keys that XML can't hold. Errors: InvalidArgument. */
export function encoderOf(query: ReadonlyMap<string, string>): (text: string) => string {
  const type = query.get("encoding-type");
  if (type === undefined) return (text) => text;
  if (type !== "url")
    throw new StorageError(400, "InvalidArgument", "Invalid Encoding Method specified in Request");
  return (text) => text.split("/").map(encodeRfc3986).join("/");
}

interface Listed {
  page: Page;
  encode: (text: string) => string;
  prefix: string;
  delimiter: string;
  maxKeys: number;
  objects: ({ key: string } & ObjectHead)[];
}

async function list({ store, bucket, query }: BucketCall, after: string): Promise<Listed> {
  const encode = encoderOf(query);
  const [prefix, delimiter] = [query.get("prefix") ?? "", query.get("delimiter") ?? ""];
  const maxKeys = countIn(query, "max-keys");
  const page = pageOf(await store.keys(bucket.folder, prefix), { prefix, delimiter, after, maxKeys });
  const objects: Listed["objects"] = [];
  for (const key of page.keys) {
    const head = await store.head(bucket.folder, key);
    if (head !== null) objects.push({ key, ...head });
  }
  return { page, encode, prefix, delimiter, maxKeys, objects };
}

const objectXml = (encode: (text: string) => string, { key, ...head }: Listed["objects"][number]) => ({
  Key: encode(key),
  LastModified: head.lastModified,
  ETag: `"${head.etag}"`,
  Size: head.sizeBytes,
  StorageClass: "STANDARD",
});

const commonXml = (call: BucketCall, { page, encode, prefix, delimiter, maxKeys }: Listed) => ({
  Name: call.bucket.name,
  Prefix: encode(prefix),
  Delimiter: delimiter === "" ? undefined : encode(delimiter),
  MaxKeys: maxKeys,
  EncodingType: call.query.get("encoding-type"),
  IsTruncated: page.isTruncated,
  CommonPrefixes: page.prefixes.map((text) => ({ Prefix: encode(text) })),
});

export async function listObjects(call: BucketCall): Promise<void> {
  const marker = call.query.get("marker") ?? "";
  const found = await list(call, marker);
  const { page, encode, objects } = found;
  sendXml(
    call.response,
    xmlOf("ListBucketResult", {
      ...commonXml(call, found),
      Marker: encode(marker),
      NextMarker: page.isTruncated && page.last !== null ? encode(page.last) : undefined,
      Contents: objects.map((object) => objectXml(encode, object)),
    }),
  );
}

export async function listObjectsV2(call: BucketCall): Promise<void> {
  const token = call.query.get("continuation-token");
  const startAfter = call.query.get("start-after") ?? "";
  const found = await list(
    call,
    token === undefined ? startAfter : Buffer.from(token, "base64url").toString(),
  );
  const { page, encode, objects } = found;
  const Owner = call.query.get("fetch-owner") === "true" ? { ID: call.accountId } : undefined;
  sendXml(
    call.response,
    xmlOf("ListBucketResult", {
      ...commonXml(call, found),
      KeyCount: objects.length + page.prefixes.length,
      StartAfter: startAfter === "" ? undefined : encode(startAfter),
      ContinuationToken: token,
      NextContinuationToken:
        page.isTruncated && page.last !== null ? Buffer.from(page.last).toString("base64url") : undefined,
      Contents: objects.map((object) => ({ ...objectXml(encode, object), Owner })),
    }),
  );
}

/** Without versions each object has one, called null. Qarnot's Python client empties buckets by this list. */
export async function listObjectVersions(call: BucketCall): Promise<void> {
  const marker = call.query.get("key-marker") ?? "";
  const found = await list(call, marker);
  const { page, encode, objects } = found;
  sendXml(
    call.response,
    xmlOf("ListVersionsResult", {
      ...commonXml(call, found),
      KeyMarker: encode(marker),
      NextKeyMarker: page.isTruncated && page.last !== null ? encode(page.last) : undefined,
      Version: objects.map((object) => ({
        ...objectXml(encode, object),
        VersionId: "null",
        IsLatest: true,
        Owner: { ID: call.accountId },
      })),
    }),
  );
}
