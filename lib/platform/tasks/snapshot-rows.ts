/** The SQL of snapshots. */
import type { JobId } from "#lib/domain/ids.ts";
import type { SnapshotSettings } from "#lib/contract/translate/task.ts";
import type { Sql } from "../db/database.ts";

export interface SnapshotRow {
  id: string;
  jobId: JobId;
  settings: SnapshotSettings;
  state: "triggered" | "inProgress" | "success" | "failure";
  sizeBytes: number;
  copiedBytes: number;
  /** Frames up to this revision of the job are in it. */
  revision: number;
  createdAt: Date;
  changedAt: Date;
}

const COLUMNS = `id, job_id as "jobId", settings, state, size_bytes as "sizeBytes", copied_bytes as "copiedBytes", revision,
  created_at as "createdAt", changed_at as "changedAt"`;

/** False when there is one of that id. */
export const insertSnapshot = async (sql: Sql, row: SnapshotRow): Promise<boolean> =>
  (
    await sql.query(
      `insert into snapshots (id, job_id, settings, state, revision, created_at, changed_at)
       values ($1, $2, $3, $4, $5, $6, $6) on conflict (id) do nothing returning id`,
      [row.id, row.jobId, row.settings, row.state, row.revision, row.createdAt],
    )
  ).length === 1;

export const readSnapshot = async (sql: Sql, jobId: string, id: string): Promise<SnapshotRow | undefined> =>
  (
    await sql.query<SnapshotRow>(`select ${COLUMNS} from snapshots where job_id = $1 and id = $2`, [
      jobId,
      id,
    ])
  )[0];

export const saveSnapshot = (sql: Sql, row: SnapshotRow) =>
  sql.query(
    "update snapshots set state = $2, size_bytes = $3, copied_bytes = $4, changed_at = $5 where id = $1",
    [row.id, row.state, row.sizeBytes, row.copiedBytes, row.changedAt],
  );

/** Begun before that and not ended: whoever did them is gone. */
export const openSnapshots = (sql: Sql, before: Date) =>
  sql.query<SnapshotRow>(
    `select ${COLUMNS} from snapshots where state in ('triggered', 'inProgress') and changed_at < $1 order by created_at`,
    [before],
  );

/** Jobs whose periodic snapshot is due. */
export const dueJobs = (sql: Sql, now: Date) =>
  sql.query<{ id: JobId }>(
    `select id from jobs where snapshot_at is not null and snapshot_at <= $1 and deleted_at is null order by snapshot_at`,
    [now],
  );

/** The revision that the job's last good snapshot with these settings had; 0: none. */
export const lastRevision = async (sql: Sql, jobId: string, settings: SnapshotSettings): Promise<number> =>
  (
    await sql.query<{ revision: number }>(
      `select coalesce(max(revision), 0)::int as revision from snapshots
       where job_id = $1 and state = 'success' and settings = $2::jsonb`,
      [jobId, settings],
    )
  )[0]?.revision ?? 0;
