/** From parts to one file: which parts make it, its ETag, and putting together what does not lie in place. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Part, PartUpload } from "./fs-part-notes.ts";
import { writeStream } from "./fs-write.ts";
import { MultipartIncomplete, PartsRefused } from "./object-store.ts";

/** S3's least for every part but the last. Units: bytes. */
const MIN_PART_BYTES = 5 * 1024 ** 2;

/**
 * The parts that make the file, in order: all of a plan, or those an S3 client lists.
 * Errors: MultipartIncomplete, PartsRefused.
 */
export function planParts(
  { plan, parts }: PartUpload,
  listed: readonly { number: number; etag: string }[] | undefined,
): Part[] {
  if (plan.sizeBytes !== null) {
    const count = Math.ceil(plan.sizeBytes / (plan.partSizeBytes ?? 1));
    const numbers = Array.from({ length: count }, (_, i) => i + 1);
    const missing = numbers.filter((number) => !parts.has(number));
    if (missing.length > 0) throw new MultipartIncomplete(missing);
    return numbers.flatMap((number) => parts.get(number) ?? []);
  }
  const chosen = (listed ?? []).map(({ number, etag }) => {
    const part = parts.get(number);
    if (part === undefined || part.etag !== etag)
      throw new PartsRefused("InvalidPart", `Part ${number} is not there, or its ETag is another.`);
    return part;
  });
  if (chosen.length === 0) throw new PartsRefused("MalformedXML", "The list names no parts.");
  if (chosen.some((part, i) => i > 0 && part.number <= (chosen[i - 1]?.number ?? 0)))
    throw new PartsRefused("InvalidPartOrder", "The parts must be listed in ascending order, each once.");
  if (chosen.slice(0, -1).some((part) => part.sizeBytes < MIN_PART_BYTES))
    throw new PartsRefused("EntityTooSmall", "Every part but the last has 5 MiB at least.");
  return chosen;
}

/** As S3 makes it. Shape: the MD5 of the parts' sums, "-", their count. */
export function completedEtag(parts: readonly Part[]): string {
  const hash = createHash("md5");
  for (const part of parts) hash.update(Buffer.from(part.etag, "hex"));
  return `${hash.digest("hex")}-${parts.length}`;
}

/** They lie in the one file as the object needs them. */
const isContiguous = (parts: readonly Part[], stride: number | null): boolean =>
  parts.every(
    (part, i) =>
      part.isInPlace && part.number === i + 1 && (part.sizeBytes === stride || i === parts.length - 1),
  );

/** The path of the whole, synced file. */
export async function assembleParts(upload: PartUpload, parts: readonly Part[]): Promise<string> {
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  if (isContiguous(parts, upload.stride)) {
    const file = await open(upload.data, "r+");
    try {
      // A part that is not listed may lie behind.
      await file.truncate(sizeBytes);
      await file.sync();
    } finally {
      await file.close();
    }
    return upload.data;
  }
  const whole = join(upload.folder, "whole");
  const file = await open(whole, "w", 0o600);
  try {
    let position = 0;
    for (const part of parts.filter(({ sizeBytes: size }) => size > 0)) {
      const start = part.isInPlace ? (part.number - 1) * (upload.stride ?? 0) : 0;
      const source = part.isInPlace ? upload.data : join(upload.folder, `part-${part.number}.data`);
      const bytes = createReadStream(source, { start, end: start + part.sizeBytes - 1 });
      position += await writeStream(file, bytes, { position });
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return whole;
}
