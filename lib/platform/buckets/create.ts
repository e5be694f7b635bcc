/** Makes buckets: by the name a script wants (again is fine), or under a free readable name. */
import { type BucketKind, isBucketName } from "#lib/domain/bucket.ts";
import { type AccountId, type BucketId, newId } from "#lib/domain/ids.ts";
import type { Sql } from "../db/database.ts";
import { invalidField } from "../errors.ts";
import { bucketByName, type BucketRow, insertBucket } from "./rows.ts";

export interface NewBucket {
  accountId: AccountId;
  name: string;
  kind: BucketKind;
  description?: string;
  isLocked?: boolean;
  /** What the object store calls it; by its id when not given. */
  folder?: string;
  now: Date;
}

const rowOf = (wanted: NewBucket): BucketRow => {
  const id = newId<BucketId>(wanted.now.getTime());
  return {
    id,
    accountId: wanted.accountId,
    name: wanted.name,
    folder: wanted.folder ?? `bucket-${id}`,
    kind: wanted.kind,
    description: wanted.description ?? "",
    isLocked: wanted.isLocked ?? false,
    createdAt: wanted.now,
    usedAt: wanted.now,
    deletedAt: null,
  };
};

/** The account's bucket of that name, made when there is none. Errors: invalid for what is no bucket name. */
export async function ensureBucket(sql: Sql, wanted: NewBucket): Promise<BucketRow> {
  if (!isBucketName(wanted.name)) {
    throw invalidField(
      "bucket",
      `"${wanted.name.slice(0, 80)}" is no bucket name: 3 to 255 letters, digits, "-", "." and "_".`,
    );
  }
  for (;;) {
    const row =
      (await bucketByName(sql, wanted.accountId, wanted.name)) ?? (await insertBucket(sql, rowOf(wanted)));
    // Undefined: somebody made, and perhaps removed, one between the two questions.
    if (row !== undefined) return row;
  }
}

/** A new bucket under that name or the next free one. Shape: "bunny" → "bunny", "bunny-2", "bunny-3" */
export async function createBucketNear(sql: Sql, wanted: NewBucket): Promise<BucketRow> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted.name : `${wanted.name}-${number}`;
    const row = await insertBucket(sql, rowOf({ ...wanted, name }));
    if (row !== undefined) return row;
  }
}
