/** From the buckets or disks that a task names to the source that its job renders. */
import type { TaskCreation } from "#lib/contract/qarnot/task.ts";
import type { AccountId } from "#lib/domain/ids.ts";
import { findBucket } from "../buckets/find.ts";
import type { BucketRow } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { diskFor } from "../disks/find.ts";
import { invalidField } from "../errors.ts";
import { fixSource } from "../sources/fix.ts";
import type { SourcePart } from "../sources/list-files.ts";
import type { SourceRow } from "../sources/rows.ts";

/** Clients of 2015 name disks, those of 2016 several. */
const disksOf = (task: TaskCreation): string[] => [
  ...new Set([
    ...(task.resourceDisk ? [task.resourceDisk] : []),
    ...task.resourceDisks,
    ...task.extraResourceDisks,
  ]),
];

/** Which files of which buckets, in the order they are named. */
async function partsOf(
  ctx: Ctx,
  accountId: AccountId,
  task: TaskCreation,
): Promise<{ parts: SourcePart[]; buckets: BucketRow[] }> {
  const [parts, buckets]: [SourcePart[], BucketRow[]] = [[], []];
  for (const diskId of disksOf(task)) {
    const disk = await diskFor(ctx, "read", diskId);
    buckets.push(disk);
    parts.push({ folder: disk.folder });
  }
  for (const name of task.resourceBuckets) {
    const bucket = await findBucket(ctx.db, accountId, name);
    buckets.push(bucket);
    parts.push({ folder: bucket.folder });
  }
  for (const { bucketName, filtering, resourcesTransformation } of task.advancedResourceBuckets) {
    const bucket = await findBucket(ctx.db, accountId, bucketName);
    buckets.push(bucket);
    const prefix = filtering.prefixFiltering?.prefix ?? "";
    const stripPrefix = resourcesTransformation.stripPrefix?.prefix ?? "";
    parts.push({ folder: bucket.folder, rule: { prefix, stripPrefix } });
  }
  return { parts, buckets };
}

/**
 * The files as they are now, set aside. `mainFile`: path of the .blend; null for what opens none.
 * Errors: not_found `No such bucket: …`, `No such disk`; invalid when no bucket is named, or the main file is in none.
 */
export async function sourceOf(
  ctx: Ctx,
  accountId: AccountId,
  task: TaskCreation,
  mainFile: string | null,
): Promise<{ source: SourceRow; buckets: BucketRow[] }> {
  const { parts, buckets } = await partsOf(ctx, accountId, task);
  if (parts.length === 0 && mainFile !== null)
    throw invalidField("resourceBuckets", "Name the bucket that holds the .blend.");
  const names = buckets.map((bucket) => bucket.name);
  const where = names.length === 1 ? `the bucket ${names[0]}` : `the buckets ${names.join(", ")}`;
  return { source: await fixSource(ctx, { accountId, parts, mainFile, where }), buckets };
}
