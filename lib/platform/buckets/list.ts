/** An account's buckets, and what lies in one. */
import type { AccountId } from "#lib/domain/ids.ts";
import type { Sql } from "../db/database.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { type BucketRow, bucketsOf } from "./rows.ts";

/** By name, as S3 orders them. */
export const listBuckets = (sql: Sql, accountId: AccountId): Promise<BucketRow[]> =>
  bucketsOf(sql, accountId);

export interface BucketUsage {
  objectCount: number;
  sizeBytes: number;
}

/** Looks at every object: for a bucket somebody asks about, not for lists of them. */
export async function usageOf(objects: ObjectStore, { folder }: BucketRow): Promise<BucketUsage> {
  const usage = { objectCount: 0, sizeBytes: 0 };
  for await (const { sizeBytes } of objects.list(folder)) {
    usage.objectCount += 1;
    usage.sizeBytes += sizeBytes;
  }
  return usage;
}
