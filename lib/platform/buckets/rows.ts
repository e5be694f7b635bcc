/** The SQL of buckets. `folder` is what the object store calls one; everything that people and scripts see is `name`. */
import type { BucketKind } from "#lib/domain/bucket.ts";
import type { AccountId, BucketId } from "#lib/domain/ids.ts";
import type { Sql } from "../db/database.ts";

export interface BucketRow {
  id: BucketId;
  accountId: AccountId;
  name: string;
  folder: string;
  kind: BucketKind;
  description: string;
  isLocked: boolean;
  createdAt: Date;
  usedAt: Date;
  deletedAt: Date | null;
}

const COLUMNS = `b.id, b.account_id as "accountId", b.name, b.folder, b.kind, b.description, b.is_locked as "isLocked",
  b.created_at as "createdAt", b.used_at as "usedAt", b.deleted_at as "deletedAt"`;

/** Deleted buckets are found by nobody. */
export const bucketByName = async (sql: Sql, accountId: string, name: string) =>
  (
    await sql.query<BucketRow>(
      `select ${COLUMNS} from buckets b where b.account_id = $1 and b.name = $2 and b.deleted_at is null`,
      [accountId, name],
    )
  )[0];

export const bucketById = async (sql: Sql, id: string) =>
  (
    await sql.query<BucketRow>(`select ${COLUMNS} from buckets b where b.id = $1 and b.deleted_at is null`, [
      id,
    ])
  )[0];

export const bucketByFolder = async (sql: Sql, folder: string) =>
  (
    await sql.query<BucketRow>(
      `select ${COLUMNS} from buckets b where b.folder = $1 and b.deleted_at is null`,
      [folder],
    )
  )[0];

export const bucketsOf = (sql: Sql, accountId: string) =>
  sql.query<BucketRow>(
    `select ${COLUMNS} from buckets b where b.account_id = $1 and b.deleted_at is null order by b.name collate "C"`,
    [accountId],
  );

/** Undefined when the account has one of that name. */
export const insertBucket = async (sql: Sql, b: BucketRow) =>
  (
    await sql.query<BucketRow>(
      `insert into buckets as b (id, account_id, name, folder, kind, description, is_locked, created_at, used_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
       on conflict (account_id, name) where deleted_at is null do nothing returning ${COLUMNS}`,
      [b.id, b.accountId, b.name, b.folder, b.kind, b.description, b.isLocked, b.createdAt],
    )
  )[0];

export const saveBucket = (sql: Sql, id: string, b: Pick<BucketRow, "description" | "isLocked">) =>
  sql.query("update buckets set description = $2, is_locked = $3 where id = $1", [
    id,
    b.description,
    b.isLocked,
  ]);

export const touchBucket = (sql: Sql, folder: string, at: Date) =>
  sql.query("update buckets set used_at = $2 where folder = $1", [folder, at]);

export const setBucketDeleted = (sql: Sql, folder: string, at: Date) =>
  sql.query("update buckets set deleted_at = $2 where folder = $1 and deleted_at is null", [folder, at]);
