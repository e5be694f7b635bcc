/**
 * The one port to stored bytes. fs-store keeps them on disk behind our own S3 endpoint; s3-store will use a real one.
 * Buckets and keys mean what they mean in S3; the signed URLs are SigV4 in both, so browsers and nodes cannot tell.
 */
import type { Readable } from "node:stream";

export interface ObjectHead {
  sizeBytes: number;
  /** As S3 counts it, without quotes: the MD5 (hex) of what one PUT brought, "…-n" for n parts. */
  etag: string;
  lastModified: Date;
  /** Hex; null where nobody has computed it. */
  sha1: string | null;
  sha256: string | null;
  /** Headers it is answered with over S3, lower case: content-type, x-amz-meta-…, x-amz-checksum-…. */
  headers: Readonly<Record<string, string>>;
}

export interface ObjectPlace {
  bucket: string;
  key: string;
}

export interface SmallObject {
  key: string;
  body: Uint8Array;
}

export interface StoredPart {
  number: number;
  sizeBytes: number;
  /** The MD5 (hex) of its bytes for S3's clients. */
  etag: string;
  /** Base64, by name ("sha256", "crc32", …): those that the uploader sent and storage checked. */
  sums: Readonly<Record<string, string>>;
  modifiedAt: Date;
}

export interface ObjectStore {
  /** Whether an ETag of 32 hex digits is the bytes' MD5. An S3 of somebody else's may encrypt with keys that change it. */
  readonly hasMd5Etags: boolean;
  put(bucket: string, key: string, body: Readable | Uint8Array): Promise<ObjectHead>;
  /** On the store's side; files become hard links. Errors: ObjectMissing. */
  copy(from: ObjectPlace, to: ObjectPlace): Promise<ObjectHead>;
  /** Many small objects in one go; each is whole or not there. Answers their heads in order. */
  putMany(bucket: string, objects: readonly SmallObject[]): Promise<ObjectHead[]>;
  /** As `copy`, of many. Errors: ObjectMissing. */
  copyMany(pairs: readonly { from: ObjectPlace; to: ObjectPlace }[]): Promise<ObjectHead[]>;
  /** `range` is inclusive, in bytes. Errors: ObjectMissing. */
  get(bucket: string, key: string, range?: { first: number; last: number }): Promise<Readable>;
  /** Null when there is no such object. */
  head(bucket: string, key: string): Promise<ObjectHead | null>;
  /** In the order of the keys' bytes. `after`: only keys behind this one. */
  list(bucket: string, prefix?: string, after?: string): AsyncIterable<{ key: string } & ObjectHead>;
  /** Removing what is not there is fine. */
  remove(bucket: string, key: string): Promise<void>;
  removeBucket(bucket: string): Promise<void>;

  /** Units: bytes. Answers the upload's id. Errors: StoreFull when it would not fit. */
  beginMultipart(
    bucket: string,
    key: string,
    plan: { sizeBytes: number; partSizeBytes: number },
  ): Promise<string>;
  /** Signed PUT of one part. */
  partUrl(bucket: string, key: string, multipartId: string, part: number): Promise<string>;
  listParts(bucket: string, key: string, multipartId: string): Promise<StoredPart[]>;
  /**
   * Puts the parts together; answers the object and the SHA-256 (hex) of all its bytes as they are stored. Safe to repeat.
   * Errors: MultipartMissing, MultipartIncomplete.
   */
  completeMultipart(
    bucket: string,
    key: string,
    multipartId: string,
  ): Promise<ObjectHead & { sha256: string }>;
  /** Giving up what is not there is fine. */
  abortMultipart(bucket: string, key: string, multipartId: string): Promise<void>;

  /**
   * Signed GET, good for hours; the signing time is rounded so that the same object keeps the same URL for a while and
   * caches keep it. `downloadName` makes the browser save it under that name.
   */
  signedGet(bucket: string, key: string, options?: { downloadName?: string }): Promise<string>;
  /** Signed PUT, good for a day. */
  signedPut(bucket: string, key: string): Promise<string>;
  /** Units: bytes; null when there is no limit to tell. */
  freeBytes(): Promise<number | null>;
}

export class ObjectMissing extends Error {
  constructor(bucket: string, key: string) {
    super(`There is no object ${bucket}/${key}.`);
    this.name = "ObjectMissing";
  }
}

/** The disk below the store is full; nothing half-written stays. */
export class StoreFull extends Error {
  constructor(cause?: unknown) {
    super("The farm's disk is full.", { cause });
    this.name = "StoreFull";
  }
}

/** Bytes came that are not the ones announced. */
export class ChecksumMismatch extends Error {
  constructor(what: string) {
    super(`${what} arrived damaged: its checksum differs.`);
    this.name = "ChecksumMismatch";
  }
}

/** There is no such upload in parts: it was given up, or belongs to another object. */
export class MultipartMissing extends Error {
  constructor(multipartId: string) {
    super(`There is no upload ${multipartId.slice(0, 80)}.`);
    this.name = "MultipartMissing";
  }
}

/** The parts that an upload shall be completed of are not right; `code` is S3's word for how. */
export class PartsRefused extends Error {
  readonly code: "InvalidPart" | "InvalidPartOrder" | "EntityTooSmall" | "MalformedXML";
  constructor(code: PartsRefused["code"], message: string) {
    super(message);
    this.name = "PartsRefused";
    this.code = code;
  }
}

/** The upload can't be completed: `parts` (numbers from 1) have not arrived. */
export class MultipartIncomplete extends Error {
  readonly parts: readonly number[];
  constructor(parts: readonly number[]) {
    super(`${parts.length} part(s) of the upload have not arrived, the first is number ${parts[0]}.`);
    this.name = "MultipartIncomplete";
    this.parts = parts;
  }
}
