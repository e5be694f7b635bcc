/**
 * Where an object lies on disk: one flat folder a bucket, one file a key, its name escaped so that no key can leave the
 * folder, collide with another or be too long for a file system. Pure.
 */
import { createHash } from "node:crypto";

/** A bucket or key that S3 would not take either. */
export class ObjectNameError extends Error {
  readonly code = "object_name";
  constructor(what: string) {
    super(what);
    this.name = "ObjectNameError";
  }
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,62}$/;
/** S3's limit. Units: bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;
/** File names may have 255 bytes; some room stays for endings. */
const MAX_NAME = 200;
/** Enough of a long key that a person recognises it. */
const HEAD = 100;

/** Errors: ObjectNameError. */
export function checkNames(bucket: string, key: string): void {
  if (!BUCKET.test(bucket)) throw new ObjectNameError(`"${bucket.slice(0, 80)}" is no bucket name.`);
  const bytes = Buffer.byteLength(key);
  if (bytes === 0 || bytes > MAX_KEY_BYTES || key.includes("\0") || !key.isWellFormed())
    throw new ObjectNameError(`A key has 1 to ${MAX_KEY_BYTES} bytes; this one has ${bytes}, or is no text.`);
}

/**
 * Shape: "0001.png" → "0001.png" · "../a b" → "%2E.%2Fa%20b" · 300 characters → "head~sha256"
 * `~` is escaped otherwise, so a long key's name is no other key's.
 */
export function fileNameOf(key: string): string {
  const escaped = Array.from(Buffer.from(key), (byte, i) => {
    const c = String.fromCharCode(byte);
    return /[A-Za-z0-9_-]/.test(c) || (c === "." && i > 0)
      ? c
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
  if (escaped.length <= MAX_NAME) return escaped;
  return `${escaped.slice(0, HEAD)}~${createHash("sha256").update(key).digest("hex")}`;
}

/** A long key is kept whole in a small file beside its object. */
export const LONG_KEY_ENDING = "~key";

/** Null for names that don't hold their key. */
export function keyOf(fileName: string): string | null {
  return fileName.includes("~") ? null : decodeURIComponent(fileName);
}
