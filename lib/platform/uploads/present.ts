/** An upload with its parts: which are there, and where the others go. */
import type { Upload } from "#lib/contract/farm/projects.ts";
import type { Platform } from "../context.ts";
import { notFound } from "../errors.ts";
import { MultipartMissing, type StoredPart } from "../objects/object-store.ts";
import type { UploadRow } from "./rows.ts";

/** Every part is full but the last. Units: bytes. */
export function partSizes(row: Pick<UploadRow, "sizeBytes" | "partSizeBytes">): number[] {
  const count = Math.max(1, Math.ceil(row.sizeBytes / row.partSizeBytes));
  return Array.from({ length: count }, (_, i) =>
    Math.min(row.partSizeBytes, row.sizeBytes - i * row.partSizeBytes),
  );
}

/** Numbers of the parts that are not there as they should be. */
export function missingParts(row: UploadRow, stored: readonly StoredPart[]): number[] {
  const sizes = new Map(stored.map((part) => [part.number, part.sizeBytes]));
  return partSizes(row).flatMap((size, i) => (sizes.get(i + 1) === size ? [] : [i + 1]));
}

/**
 * The same, asked of storage. None is missing where the file is whole already: the platform stopped between putting it
 * together and making its project; completing goes on from there. Errors: not_found when storage knows nothing of it.
 */
async function missingInStorage({ objects }: Platform, row: UploadRow): Promise<Set<number>> {
  try {
    return new Set(missingParts(row, await objects.listParts(row.bucket, row.key, row.multipartId)));
  } catch (error) {
    if (!(error instanceof MultipartMissing)) throw error;
    const whole = await objects.head(row.bucket, row.key);
    if (whole?.sizeBytes !== row.sizeBytes) throw notFound("upload");
    return new Set();
  }
}

export async function presentUpload(platform: Platform, row: UploadRow): Promise<Upload> {
  const { objects } = platform;
  const missing = await missingInStorage(platform, row);
  const parts = partSizes(row).map(async (sizeBytes, i) => {
    const number = i + 1;
    const isDone = !missing.has(number);
    const url = isDone ? null : await objects.partUrl(row.bucket, row.key, row.multipartId, number);
    return { number, sizeBytes, isDone, url };
  });
  return {
    id: row.id,
    name: row.name,
    sizeBytes: row.sizeBytes,
    partSizeBytes: row.partSizeBytes,
    createdAt: row.createdAt.toISOString(),
    parts: await Promise.all(parts),
  };
}
