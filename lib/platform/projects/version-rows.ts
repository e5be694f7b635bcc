/** The SQL of projects' versions: each a source, which never changes. */
import type { ProjectVersion } from "#lib/contract/farm/projects.ts";
import type { JobId, ProjectId, SourceId } from "#lib/domain/ids.ts";
import type { JobState } from "#lib/domain/job.ts";
import type { Sql, Transaction } from "../db/database.ts";

/** The next version, unless the newest is the same files and the same .blend. */
export const addVersion = (
  tx: Transaction,
  v: { projectId: ProjectId; blendFile: string; sourceId: SourceId; createdAt: Date },
) =>
  tx.query(
    `with newest as (select source_id, number from project_versions where project_id = $1 order by number desc limit 1),
       before as (select distinct f ->> 'content' as content
         from project_versions v join sources s on s.id = v.source_id, jsonb_array_elements(s.files) f
         where v.project_id = $1),
       now as (select distinct f ->> 'content' as content, (f ->> 'sizeBytes')::bigint as size
         from sources s, jsonb_array_elements(s.files) f where s.id = $3)
     insert into project_versions (project_id, number, blend_file, source_id, new_bytes, created_at)
     select $1, coalesce((select number from newest), 0) + 1, $2, $3,
       (select coalesce(sum(n.size), 0) from now n left join before b on b.content = n.content where b.content is null), $4
     where not exists (select 1 from newest where source_id = $3)`,
    [v.projectId, v.blendFile, v.sourceId, v.createdAt],
  );

type VersionRow = Omit<ProjectVersion, "createdAt"> & { createdAt: Date };

export const listVersions = async (sql: Sql, projectId: ProjectId): Promise<VersionRow[]> =>
  (
    await sql.query<VersionRow & { state: string }>(
      `select v.number, v.created_at as "createdAt", v.blend_file as "blendFile", s.file_count as "fileCount",
         s.size_bytes as "sizeBytes", v.new_bytes as "newBytes", s.state,
         jsonb_array_length(s.summary -> 'missingFiles') as "missingCount"
       from project_versions v join sources s on s.id = v.source_id where v.project_id = $1 order by v.number desc`,
      [projectId],
    )
  ).map((row) => ({ ...row, missingCount: row.missingCount ?? null }));

export const readVersion = async (sql: Sql, projectId: ProjectId, number: number) =>
  (
    await sql.query<{ sourceId: SourceId; blendFile: string }>(
      `select source_id as "sourceId", blend_file as "blendFile" from project_versions
       where project_id = $1 and number = $2`,
      [projectId, number],
    )
  )[0];

/** The version of a .blend in a bucket (by the store's name of it), whichever project of the bucket has it. */
export const versionInBucket = async (sql: Sql, v: { folder: string; number: number; blendFile: string }) =>
  (
    await sql.query<{ projectId: ProjectId; sourceId: SourceId }>(
      `select p.id as "projectId", v.source_id as "sourceId"
       from projects p join project_versions v on v.project_id = p.id
       where p.bucket = $1 and v.number = $2 and v.blend_file = $3 order by p.created_at limit 1`,
      [v.folder, v.number, v.blendFile],
    )
  )[0];

/** Jobs that still render from it. */
export const openJobsOfVersion = async (
  sql: Sql,
  projectId: ProjectId,
  sourceId: SourceId,
): Promise<number> =>
  (
    await sql.query<{ count: number }>(
      `select count(*)::int as count from jobs where project_id = $1 and source_id = $2 and deleted_at is null
         and state not in ('completed', 'failed', 'canceled')`,
      [projectId, sourceId],
    )
  )[0]?.count ?? 0;

export const deleteVersion = (tx: Transaction, projectId: ProjectId, number: number) =>
  tx.query("delete from project_versions where project_id = $1 and number = $2", [projectId, number]);

/** Of all versions together, the same content counted once. Units: bytes. */
export const storageOfProject = async (sql: Sql, projectId: ProjectId): Promise<number> =>
  (
    await sql.query<{ sizeBytes: number }>(
      `select coalesce(sum(size), 0)::bigint as "sizeBytes" from (
         select distinct on (f ->> 'content') (f ->> 'sizeBytes')::bigint as size
         from project_versions v join sources s on s.id = v.source_id, jsonb_array_elements(s.files) f
         where v.project_id = $1) each`,
      [projectId],
    )
  )[0]?.sizeBytes ?? 0;

export interface ProjectJobRow {
  id: JobId;
  name: string;
  state: JobState;
  version: number | null;
  totalFrames: number;
  createdAt: Date;
  resultBucket: string;
  thumbnailKey: string | null;
}

/** The newest, at most a hundred. */
export const jobsOfProject = (sql: Sql, projectId: ProjectId) =>
  sql.query<ProjectJobRow>(
    `select j.id, j.name, j.state, j.total_frames as "totalFrames", j.created_at as "createdAt",
       j.result_bucket as "resultBucket",
       (select max(v.number) from project_versions v where v.project_id = j.project_id and v.source_id = j.source_id)
         as version,
       (select f.thumbnail_key from frames f where f.job_id = j.id and f.thumbnail_key is not null
         order by f.frame limit 1) as "thumbnailKey"
     from jobs j where j.project_id = $1 and j.deleted_at is null and j.probe is null order by j.created_at desc limit 100`,
    [projectId],
  );
