/** Removes a bucket with all that is in it. The row stays, without its name, for the history of jobs. */
import type { Platform } from "../context.ts";
import type { BucketRow } from "./rows.ts";
import { setBucketDeleted } from "./rows.ts";

/** The name is free at once; the bytes go after. */
export async function removeBucket(
  { db, objects, clock }: Platform,
  { folder }: Pick<BucketRow, "folder">,
): Promise<void> {
  await setBucketDeleted(db, folder, new Date(clock.now()));
  await objects.removeBucket(folder);
}
