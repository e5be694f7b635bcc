/** The SQL of projects: a .blend of a bucket, with what is known of the source that it was when it was looked at. */
import { blendSummary, type BlendSummary } from "#lib/domain/blend-summary.ts";
import type { AccountId, ProjectId, SourceId } from "#lib/domain/ids.ts";
import type { ProjectState } from "#lib/domain/project.ts";
import type { Sql, Transaction } from "../db/database.ts";
import { addVersion } from "./version-rows.ts";

export interface ProjectRow {
  id: ProjectId;
  accountId: AccountId;
  name: string;
  /** What the object store calls its bucket. */
  bucket: string;
  /** What people and scripts call it. */
  bucketName: string;
  blendFile: string;
  sourceId: SourceId;
  version: number;
  sizeBytes: number;
  sha256: string | null;
  state: ProjectState;
  summary: BlendSummary | null;
  problem: string | null;
  createdAt: Date;
}

const COLUMNS = `p.id, p.account_id as "accountId", p.name, p.bucket, coalesce(b.name, p.bucket) as "bucketName",
  p.blend_file as "blendFile", p.source_id as "sourceId", 
  (select max(v.number) from project_versions v where v.project_id = p.id) as version, s.size_bytes as "sizeBytes", p.sha256, s.state, s.summary, s.problem,
  p.created_at as "createdAt"`;
const FROM =
  "from projects p join sources s on s.id = p.source_id left join buckets b on b.folder = p.bucket";

const parse = (row: ProjectRow): ProjectRow => ({
  ...row,
  summary: row.summary === null ? null : blendSummary.parse(row.summary),
});
const first = (rows: ProjectRow[]) => (rows[0] === undefined ? undefined : parse(rows[0]));

export const readProject = async (sql: Sql, id: string) =>
  first(await sql.query<ProjectRow>(`select ${COLUMNS} ${FROM} where p.id = $1`, [id]));

/** The project of a .blend in a bucket (by the store's name of it). */
export const projectOfFile = async (sql: Sql, bucket: string, blendFile: string) =>
  first(
    await sql.query<ProjectRow>(`select ${COLUMNS} ${FROM} where p.bucket = $1 and p.blend_file = $2`, [
      bucket,
      blendFile,
    ]),
  );

/** As it was in a version: that one's .blend and what was found in it. */
export const readProjectVersion = async (sql: Sql, id: string, number: number) =>
  first(
    await sql.query<ProjectRow>(
      `select ${COLUMNS.replace("p.blend_file as", "v.blend_file as")}, v.number as version, v.created_at as "createdAt"
       from projects p join project_versions v on v.project_id = p.id join sources s on s.id = v.source_id
       left join buckets b on b.folder = p.bucket where p.id = $1 and v.number = $2`,
      [id, number],
    ),
  );

export const projectsOfSource = async (sql: Sql, sourceId: string) =>
  (await sql.query<ProjectRow>(`select ${COLUMNS} ${FROM} where p.source_id = $1`, [sourceId])).map(parse);

/** Those whose files are still there. */
export const listProjectRows = async (sql: Sql, accountId: string) =>
  (
    await sql.query<ProjectRow>(
      `select ${COLUMNS} ${FROM} where p.account_id = $1 and b.deleted_at is null
       order by p.created_at desc, p.id desc`,
      [accountId],
    )
  ).map(parse);

/** One project a .blend of a bucket: there again, it is looked at anew. Answers its id. */
export const putProject = async (
  tx: Transaction,
  p: Pick<
    ProjectRow,
    "id" | "accountId" | "name" | "bucket" | "blendFile" | "sourceId" | "sha256" | "createdAt"
  >,
): Promise<ProjectId> => {
  const [row] = await tx.query<{ id: ProjectId }>(
    `insert into projects (id, account_id, name, bucket, blend_file, source_id, sha256, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (bucket, blend_file) do update set source_id = $6, sha256 = $7, created_at = $8 returning id`,
    [p.id, p.accountId, p.name, p.bucket, p.blendFile, p.sourceId, p.sha256, p.createdAt],
  );
  const id = row?.id ?? p.id;
  await addVersion(tx, { ...p, projectId: id });
  return id;
};

/** Its next version. */
export const setProjectSource = async (
  tx: Transaction,
  p: Pick<ProjectRow, "id" | "sourceId" | "sha256" | "blendFile" | "createdAt">,
): Promise<void> => {
  await tx.query(
    "update projects set source_id = $2, sha256 = $3, blend_file = $4, created_at = $5 where id = $1",
    [p.id, p.sourceId, p.sha256, p.blendFile, p.createdAt],
  );
  await addVersion(tx, { ...p, projectId: p.id });
};
