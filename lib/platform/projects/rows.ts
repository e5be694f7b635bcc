/** The SQL of projects and of their inspections. */
import { blendSummary, type BlendSummary } from "#lib/domain/blend-summary.ts";
import type { AccountId, InspectionId, ProjectId } from "#lib/domain/ids.ts";
import type { ProjectState } from "#lib/domain/project.ts";
import type { Sql, Transaction } from "../db/database.ts";

export interface ProjectRow {
  id: ProjectId;
  accountId: AccountId;
  name: string;
  /** What the object store calls its bucket. */
  bucket: string;
  /** What people and scripts call it. */
  bucketName: string;
  blendFile: string;
  sizeBytes: number;
  sha256: string;
  state: ProjectState;
  summary: BlendSummary | null;
  problem: string | null;
  createdAt: Date;
}

const COLUMNS = `p.id, p.account_id as "accountId", p.name, p.bucket, coalesce(b.name, p.bucket) as "bucketName",
  p.blend_file as "blendFile", p.size_bytes as "sizeBytes", p.sha256, p.state, p.summary, p.problem, p.created_at as "createdAt"`;
const FROM = "from projects p left join buckets b on b.folder = p.bucket";

const parse = (row: ProjectRow): ProjectRow => ({
  ...row,
  summary: row.summary === null ? null : blendSummary.parse(row.summary),
});
const first = (rows: ProjectRow[]) => (rows[0] === undefined ? undefined : parse(rows[0]));

export const readProject = async (sql: Sql, id: string) =>
  first(await sql.query<ProjectRow>(`select ${COLUMNS} ${FROM} where p.id = $1`, [id]));

export const lockProject = async (tx: Transaction, id: string) =>
  first(await tx.query<ProjectRow>(`select ${COLUMNS} ${FROM} where p.id = $1 for update of p`, [id]));

/** By the name that the account gave the bucket. */
export const projectByBucket = async (sql: Sql, accountId: string, bucketName: string) =>
  first(
    await sql.query<ProjectRow>(
      `select ${COLUMNS} ${FROM} where b.account_id = $1 and b.name = $2 and b.deleted_at is null`,
      [accountId, bucketName],
    ),
  );

/** Those whose files are still there. */
export const listProjectRows = async (sql: Sql, accountId: string) =>
  (
    await sql.query<ProjectRow>(
      `select ${COLUMNS} ${FROM} where p.account_id = $1 and b.deleted_at is null
       order by p.created_at desc, p.id desc`,
      [accountId],
    )
  ).map(parse);

export const insertProject = (tx: Transaction, p: Omit<ProjectRow, "bucketName">) =>
  tx.query(
    `insert into projects (id, account_id, name, bucket, blend_file, size_bytes, sha256, state, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [p.id, p.accountId, p.name, p.bucket, p.blendFile, p.sizeBytes, p.sha256, p.state, p.createdAt],
  );

export const setInspected = (
  tx: Transaction,
  id: string,
  found: { state: ProjectState; summary: BlendSummary | null; problem: string | null },
) =>
  tx.query("update projects set state = $2, summary = $3, problem = $4 where id = $1", [
    id,
    found.state,
    found.summary,
    found.problem,
  ]);

export const insertInspection = (tx: Transaction, id: InspectionId, projectId: ProjectId, at: Date) =>
  tx.query("insert into inspections (id, project_id, created_at) values ($1, $2, $3)", [id, projectId, at]);
