/** The remote platform's buckets, over S3 with the account's own key: e-mail and token. */
import { createReadStream, createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { CachedFile } from "../cache.ts";

/** Beside the files, when all of them are there: an upload that broke off is not taken for a whole one. */
const COMPLETE = ".hearth-complete";
const AT_ONCE = 4;

export interface RemoteStorage {
  /** Makes sure that the bucket holds the files, each under its path; fast when it does already. */
  fill(bucket: string, files: readonly CachedFile[], signal: AbortSignal): Promise<void>;
  makeBucket(bucket: string, signal: AbortSignal): Promise<void>;
  keys(bucket: string, signal: AbortSignal): Promise<string[]>;
  fetch(bucket: string, key: string, path: string, signal: AbortSignal): Promise<void>;
  /** With all that is in it. */
  removeBucket(bucket: string, signal: AbortSignal): Promise<void>;
}

export function openRemoteStorage(facts: { url: string; email: string; token: string }): RemoteStorage {
  const s3 = new S3Client({
    endpoint: facts.url,
    region: "default",
    forcePathStyle: true,
    credentials: { accessKeyId: facts.email, secretAccessKey: facts.token },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });

  const put = (bucket: string, key: string, body: Readable | string, signal: AbortSignal) => {
    const upload = new Upload({ client: s3, params: { Bucket: bucket, Key: key, Body: body } });
    signal.addEventListener("abort", () => void upload.abort(), { once: true });
    return upload.done();
  };
  const isThere = async (bucket: string, key: string, abortSignal: AbortSignal): Promise<boolean> => {
    try {
      await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal });
      return true;
    } catch (error) {
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404)
        return false;
      throw error;
    }
  };
  const makeBucket = async (bucket: string, abortSignal: AbortSignal) => {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }), { abortSignal });
  };
  const keys = async (bucket: string, abortSignal: AbortSignal) => {
    const found: string[] = [];
    for (let token: string | undefined; ; ) {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }), {
        abortSignal,
      });
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) found.push(Key);
      token = page.NextContinuationToken;
      if (token === undefined) return found;
    }
  };

  return {
    makeBucket,
    keys,
    async fill(bucket, files, signal) {
      await makeBucket(bucket, signal);
      if (await isThere(bucket, COMPLETE, signal)) return;
      const left = [...files];
      const sendNext = async () => {
        for (let file = left.shift(); file !== undefined; file = left.shift())
          await put(bucket, file.path, createReadStream(file.cached), signal);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
      await put(bucket, COMPLETE, "", signal);
    },
    async fetch(bucket, key, path, abortSignal) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal });
      await pipeline(Body as Readable, createWriteStream(path), { signal: abortSignal });
    },
    async removeBucket(bucket, abortSignal) {
      for (const Key of await keys(bucket, abortSignal))
        await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }), { abortSignal });
      await s3.send(new DeleteBucketCommand({ Bucket: bucket }), { abortSignal });
    },
  };
}
