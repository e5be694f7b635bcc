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

const NO_PARTS: ReadonlyMap<number, StoredPart> = new Map();

/** Numbers of the parts that are not there as they should be. */
export function missingParts(row: UploadRow, stored: readonly StoredPart[]): number[] {
  const sizes = new Map(stored.map((part) => [part.number, part.sizeBytes]));
  return partSizes(row).flatMap((size, i) => (sizes.get(i + 1) === size ? [] : [i + 1]));
}

/**
 * The same, asked of storage. None is missing where the file is whole already: the platform stopped between putting it
 * together and making its project; completing goes on from there. Errors: not_found when storage knows nothing of it.
 */
async function inStorage(
  { objects }: Platform,
  row: UploadRow,
): Promise<{ missing: Set<number>; stored: ReadonlyMap<number, StoredPart> }> {
  try {
    const parts = await objects.listParts(row.bucket, row.key, row.multipartId);
    return {
      missing: new Set(missingParts(row, parts)),
      stored: new Map(parts.map((part) => [part.number, part])),
    };
  } catch (error) {
    if (!(error instanceof MultipartMissing)) throw error;
    const whole = await objects.head(row.bucket, row.key);
    if (whole?.sizeBytes !== row.sizeBytes) throw notFound("upload");
    return { missing: new Set(), stored: NO_PARTS };
  }
}

export async function presentUpload(platform: Platform, row: UploadRow): Promise<Upload> {
  const { objects } = platform;
  const { missing, stored } = await inStorage(platform, row);
  const parts = partSizes(row).map(async (sizeBytes, i) => {
    const number = i + 1;
    const isDone = !missing.has(number);
    const url = isDone ? null : await objects.partUrl(row.bucket, row.key, row.multipartId, number);
    const sha256 = isDone ? (stored.get(number)?.sums.sha256 ?? null) : null;
    return { number, sizeBytes, isDone, sha256, url };
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
