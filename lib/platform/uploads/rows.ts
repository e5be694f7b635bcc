/** The SQL of uploads. */
import type { AccountId, ProjectId, UploadId } from "#lib/domain/ids.ts";
import type { Sql, Transaction } from "../db/database.ts";

export interface UploadRow {
  id: UploadId;
  accountId: AccountId;
  name: string;
  sizeBytes: number;
  partSizeBytes: number;
  bucket: string;
  key: string;
  multipartId: string;
  createdAt: Date;
  /** Set when it became a project. */
  projectId: ProjectId | null;
}

const COLUMNS = `id, account_id as "accountId", name, size_bytes as "sizeBytes", part_size_bytes as "partSizeBytes",
  bucket, key, multipart_id as "multipartId", created_at as "createdAt", project_id as "projectId"`;

export const insertUpload = (sql: Sql, u: UploadRow) =>
  sql.query(
    `insert into uploads (id, account_id, name, size_bytes, part_size_bytes, bucket, key, multipart_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [u.id, u.accountId, u.name, u.sizeBytes, u.partSizeBytes, u.bucket, u.key, u.multipartId, u.createdAt],
  );

export const readUpload = async (sql: Sql, id: string): Promise<UploadRow | undefined> =>
  (await sql.query<UploadRow>(`select ${COLUMNS} from uploads where id = $1`, [id]))[0];

export const openUploads = (sql: Sql, accountId: string) =>
  sql.query<UploadRow>(
    `select ${COLUMNS} from uploads where account_id = $1 and project_id is null order by created_at desc, id desc`,
    [accountId],
  );

export const staleUploads = (sql: Sql, before: Date) =>
  sql.query<UploadRow>(
    `select ${COLUMNS} from uploads where project_id is null and created_at < $1 order by created_at limit 100`,
    [before],
  );

/** What unfinished uploads may still bring. Units: bytes. */
export const promisedBytes = async (sql: Sql): Promise<number> =>
  Number(
    (
      await sql.query<{ bytes: string }>(
        "select coalesce(sum(size_bytes), 0)::text as bytes from uploads where project_id is null",
      )
    )[0]?.bytes ?? 0,
  );

export const setMultipart = (sql: Sql, id: string, multipartId: string) =>
  sql.query("update uploads set multipart_id = $2 where id = $1", [id, multipartId]);

/** False when another request made it a project before. */
export const setUploadProject = async (tx: Transaction, id: string, projectId: ProjectId): Promise<boolean> =>
  (
    await tx.query("update uploads set project_id = $2 where id = $1 and project_id is null returning id", [
      id,
      projectId,
    ])
  ).length === 1;

export const deleteUpload = (sql: Sql, id: string) => sql.query("delete from uploads where id = $1", [id]);
