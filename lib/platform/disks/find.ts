/** Disks are buckets that the API of 2015 made, and those of results. Its words for what is missing are fixed. */
import { SourcePathError, sourcePathOf } from "#lib/domain/source.ts";
import { type BucketRow, bucketById } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { type Action, can } from "../policy.ts";

/** In these words: old clients tell by them what is missing. */
export const noSuchDisk = () => new PlatformError("not_found", "No such disk");
export const noSuchFile = () => new PlatformError("not_found", "No such file");

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Never a project of the portal: a script overwrites what it takes for its disk. */
export const isDisk = (bucket: BucketRow): boolean => bucket.kind === "disk" || bucket.kind === "result";

/** Errors: not_found `No such disk`, also for another account's. */
export async function diskFor(ctx: Ctx, action: Action, diskId: string): Promise<BucketRow> {
  const bucket = UUID.test(diskId) ? await bucketById(ctx.db, diskId.toLowerCase()) : undefined;
  if (bucket === undefined || !isDisk(bucket) || !can(ctx.actor, action, bucket)) throw noSuchDisk();
  return bucket;
}

/**
 * The key of a path as clients write it. Shape: "//textures//a.png" → "textures/a.png" · "/" → ""
 * Errors: invalid for what no disk takes.
 */
export function keyOfPath(path: string): string {
  try {
    return sourcePathOf(path.replace(/\/+$/, "")) ?? "";
  } catch (error) {
    if (!(error instanceof SourcePathError)) throw error;
    throw new PlatformError("invalid", `"${path.slice(0, 200)}" is no path of a file.`, undefined, error);
  }
}
