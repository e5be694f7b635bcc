/**
 * Objects in an S3 elsewhere, behind the same port as files: each folder a bucket of that S3, made when something is first put
 * there. Signed URLs are ours (SigV4 is the same everywhere), so browsers and nodes go straight to it.
 */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  paginateListParts,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { inLanes } from "./in-lanes.ts";
import {
  MultipartIncomplete,
  MultipartMissing,
  type ObjectHead,
  ObjectMissing,
  type ObjectStore,
  type StoredPart,
} from "./object-store.ts";
import { type PlannedUpload, planIn, planText } from "./s3-plan.ts";
import type { SignedUrls } from "./signed-urls.ts";

const MAX_KNOWN = 10_000;
/** Requests that wait for that S3 more than they work. */
const MANY_AT_ONCE = 32;

const isNamed = (error: unknown, ...names: string[]): boolean =>
  error instanceof Error && names.includes(error.name);
/** A HEAD has no body to say which is missing. */
const isMissing = (error: unknown): boolean => isNamed(error, "NoSuchKey", "NotFound", "NoSuchBucket");

const tag = (etag: string | undefined): string => (etag ?? "").replaceAll('"', "");
/** Shape: ("b", "a b/c") → "b/a%20b/c", as x-amz-copy-source wants it. */
const copySource = (bucket: string, key: string): string =>
  `${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;

export function openS3Store(client: S3Client, urls: SignedUrls): ObjectStore {
  /** Buckets that are known to be there: asked once, not for every picture's address. */
  const made = new Map<string, Promise<unknown>>();
  async function ensure(bucket: string): Promise<void> {
    let making = made.get(bucket);
    if (making === undefined) {
      making = client.send(new CreateBucketCommand({ Bucket: bucket })).catch((error: unknown) => {
        if (!isNamed(error, "BucketAlreadyOwnedByYou")) throw error;
      });
      if (made.size > MAX_KNOWN) made.clear();
      made.set(bucket, making);
      making.catch(() => made.delete(bucket));
    }
    await making;
  }

  const head: ObjectStore["head"] = async (Bucket, Key) => {
    try {
      const found = await client.send(new HeadObjectCommand({ Bucket, Key }));
      const { ContentLength = 0, LastModified = new Date(0), Metadata = {}, ContentType } = found;
      const headers = Object.fromEntries(
        Object.entries(Metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
      );
      return {
        sizeBytes: ContentLength,
        etag: tag(found.ETag),
        lastModified: LastModified,
        sha1: null,
        sha256: null,
        headers: ContentType === undefined ? headers : { "content-type": ContentType, ...headers },
      };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };
  const present = async (bucket: string, key: string): Promise<ObjectHead> => {
    const found = await head(bucket, key);
    if (found === null) throw new ObjectMissing(bucket, key);
    return found;
  };

  const get: ObjectStore["get"] = async (Bucket, Key, range) => {
    const Range = range && `bytes=${range.first}-${range.last}`;
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...(Range ? { Range } : {}) }));
      if (!(Body instanceof Readable)) throw new ObjectMissing(Bucket, Key);
      return Body;
    } catch (error) {
      throw isMissing(error) ? new ObjectMissing(Bucket, Key) : error;
    }
  };

  async function* list(Bucket: string, prefix = "", after?: string) {
    const input = { Bucket, Prefix: prefix, ...(after === undefined ? {} : { StartAfter: after }) };
    try {
      for await (const page of paginateListObjectsV2({ client }, input))
        for (const { Key = "", Size = 0, ETag, LastModified = new Date(0) } of page.Contents ?? [])
          yield {
            key: Key,
            sizeBytes: Size,
            etag: tag(ETag),
            lastModified: LastModified,
            sha1: null,
            sha256: null,
            headers: {},
          };
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** What lies there, whatever its length. Errors: MultipartMissing. */
  async function stored(Bucket: string, Key: string, plan: PlannedUpload): Promise<StoredPart[]> {
    const parts: StoredPart[] = [];
    try {
      for await (const page of paginateListParts({ client }, { Bucket, Key, UploadId: plan.uploadId }))
        for (const part of page.Parts ?? []) {
          const { PartNumber = 0, Size = 0, ETag, LastModified = new Date(0) } = part;
          const { ChecksumSHA256: sha256, ChecksumCRC32: crc32 } = part;
          const sums = { ...(sha256 ? { sha256 } : {}), ...(crc32 ? { crc32 } : {}) };
          parts.push({
            number: PartNumber,
            sizeBytes: Size,
            etag: tag(ETag),
            sums,
            modifiedAt: LastModified,
          });
        }
    } catch (error) {
      throw isNamed(error, "NoSuchUpload", "NoSuchBucket") ? new MultipartMissing(plan.uploadId) : error;
    }
    return parts;
  }

  async function hashOf(bucket: string, key: string): Promise<string> {
    const hash = createHash("sha256");
    for await (const chunk of await get(bucket, key)) hash.update(chunk as Buffer);
    return hash.digest("hex");
  }

  const put: ObjectStore["put"] = async (Bucket, Key, body) => {
    await ensure(Bucket);
    await new Upload({ client, params: { Bucket, Key, Body: body } }).done();
    return present(Bucket, Key);
  };
  const copy: ObjectStore["copy"] = async (from, to) => {
    const source = await present(from.bucket, from.key);
    if (from.bucket === to.bucket && from.key === to.key) return source;
    const CopySource = copySource(from.bucket, from.key);
    await ensure(to.bucket);
    await client.send(new CopyObjectCommand({ Bucket: to.bucket, Key: to.key, CopySource }));
    return present(to.bucket, to.key);
  };

  return {
    hasMd5Etags: false,
    head,
    get,
    list,
    put,
    copy,
    putMany: (bucket, objects) => inLanes(objects, MANY_AT_ONCE, ({ key, body }) => put(bucket, key, body)),
    copyMany: (pairs) => inLanes(pairs, MANY_AT_ONCE, ({ from, to }) => copy(from, to)),
    remove: async (Bucket, Key) => {
      await client.send(new DeleteObjectCommand({ Bucket, Key })).catch(ignoreMissing);
    },
    removeBucket: async (Bucket) => {
      let Objects: { Key: string }[] = [];
      const flush = async () => {
        if (Objects.length > 0)
          await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
        Objects = [];
      };
      for await (const { key } of list(Bucket)) {
        Objects.push({ Key: key });
        if (Objects.length === 1000) await flush();
      }
      await flush();
      made.delete(Bucket);
      await client.send(new DeleteBucketCommand({ Bucket })).catch(ignoreMissing);
    },
    beginMultipart: async (Bucket, Key, plan) => {
      await ensure(Bucket);
      const { UploadId = "" } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
      return planText({ uploadId: UploadId, ...plan });
    },
    partUrl: async (bucket, key, id, part) => urls.part(bucket, key, planIn(id).uploadId, part),
    listParts: async (bucket, key, id) => stored(bucket, key, planIn(id)),
    completeMultipart: async (Bucket, Key, id) => {
      const plan = planIn(id);
      const count = Math.ceil(plan.sizeBytes / plan.partSizeBytes);
      let parts: StoredPart[];
      try {
        parts = await stored(Bucket, Key, plan);
      } catch (error) {
        // Completed before, and asked again.
        const done = error instanceof MultipartMissing ? await head(Bucket, Key) : null;
        if (done?.sizeBytes !== plan.sizeBytes || !done.etag.endsWith(`-${count}`)) throw error;
        return { ...done, sha256: await hashOf(Bucket, Key) };
      }
      const lengthOf = (number: number) =>
        Math.min(plan.partSizeBytes, plan.sizeBytes - (number - 1) * plan.partSizeBytes);
      const sizes = new Map(parts.map((part) => [part.number, part.sizeBytes]));
      const numbers = Array.from({ length: count }, (_, i) => i + 1);
      const missing = numbers.filter((number) => sizes.get(number) !== lengthOf(number));
      if (missing.length > 0) throw new MultipartIncomplete(missing);
      const Parts = parts
        .filter(({ number }) => number <= count)
        .map(({ number, etag }) => ({ PartNumber: number, ETag: `"${etag}"` }));
      const { uploadId: UploadId } = plan;
      await client.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
      );
      // Read back: that S3 tells no SHA-256 of a whole that came in parts.
      return { ...(await present(Bucket, Key)), sha256: await hashOf(Bucket, Key) };
    },
    abortMultipart: async (Bucket, Key, id) => {
      const { uploadId: UploadId } = planIn(id);
      await client
        .send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
        .catch((error: unknown) => {
          if (!isNamed(error, "NoSuchUpload", "NoSuchBucket", "NotFound")) throw error;
        });
    },
    signedGet: async (bucket, key, options) => urls.get(bucket, key, options?.downloadName),
    signedPut: async (bucket, key) => {
      // Whoever PUTs by the URL can't make the bucket.
      await ensure(bucket);
      return urls.put(bucket, key);
    },
    freeBytes: async () => null,
  };
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}
