/** The SQL of job groups. Which jobs are in one is told by their task, as it was submitted. */
import type { JobCreation } from "#lib/contract/qarnot/job.ts";
import type { AccountId, JobGroupId, JobId, PoolId } from "#lib/domain/ids.ts";
import type { Sql } from "../db/database.ts";
import type { Listing } from "../paging/read-page.ts";

export type JobGroupRequest = Omit<JobCreation, "name" | "shortname" | "poolUuid" | "tags">;

export interface JobGroupRow {
  id: JobGroupId;
  accountId: AccountId;
  name: string;
  shortname: string | null;
  poolId: PoolId | null;
  request: JobGroupRequest;
  tags: string[];
  createdAt: Date;
  modifiedAt: Date;
  terminatedAt: Date | null;
  /** Jobs of it that have not ended. */
  open: number;
}

const COLUMNS = `g.id, g.account_id as "accountId", g.name, g.shortname, g.pool_id as "poolId", g.request, g.tags,
  g.created_at as "createdAt", g.modified_at as "modifiedAt", g.terminated_at as "terminatedAt", w.open`;

const FROM = `job_groups g join lateral (
    select count(*)::int as open from jobs j
    where j.task->>'jobUuid' = g.id::text and j.deleted_at is null
      and j.state not in ('completed', 'failed', 'canceled')
  ) w on true`;

const STATE = `case when g.terminated_at is null then 'Active' when w.open > 0 then 'Terminating' else 'Completed' end`;

export const JOB_GROUPS: Listing = {
  noun: "Jobs",
  columns: COLUMNS,
  from: FROM,
  id: "g.id",
  where: "g.account_id = $1 and g.deleted_at is null",
  sorts: {
    creationdate: { sql: "g.created_at", cast: "timestamptz" },
    name: { sql: `g.name collate "C"`, cast: "text" },
    state: { sql: `(${STATE}) collate "C"`, cast: "text" },
  },
  fields: {
    uuid: { sql: "g.id", kind: "uuid" },
    name: { sql: "g.name", kind: "text" },
    shortname: { sql: "coalesce(g.shortname, g.id::text)", kind: "text" },
    pooluuid: { sql: "g.pool_id", kind: "uuid" },
    state: { sql: STATE, kind: "text" },
    creationdate: { sql: "g.created_at", kind: "date" },
    lastmodified: { sql: "g.modified_at", kind: "date" },
    usedependencies: { sql: "coalesce((g.request->>'useDependencies')::boolean, false)", kind: "boolean" },
    tags: { sql: "g.tags", kind: "list" },
  },
};

export const groupByReference = async (
  sql: Sql,
  accountId: string,
  by: { id: string } | { shortname: string },
): Promise<JobGroupRow | undefined> => {
  const [column, value] = "id" in by ? ["g.id", by.id] : ["g.shortname", by.shortname];
  const rows = await sql.query<JobGroupRow>(
    `select ${COLUMNS} from ${FROM} where ${JOB_GROUPS.where} and ${column} = $2`,
    [accountId, value],
  );
  return rows[0];
};

export const groupsOfPool = (sql: Sql, poolId: string) =>
  sql.query<JobGroupRow>(
    `select ${COLUMNS} from ${FROM} where g.pool_id = $1 and g.deleted_at is null
     order by g.created_at desc, g.id desc`,
    [poolId],
  );

export const insertGroup = (
  sql: Sql,
  group: Omit<JobGroupRow, "open" | "modifiedAt" | "terminatedAt"> & { endsAt: Date | null },
) =>
  sql.query(
    `insert into job_groups (id, account_id, name, shortname, pool_id, tags, request, ends_at, created_at, modified_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
    [
      group.id,
      group.accountId,
      group.name,
      group.shortname,
      group.poolId,
      group.tags,
      group.request,
      group.endsAt,
      group.createdAt,
    ],
  );

export const terminateGroupRow = (sql: Sql, id: string, now: Date) =>
  sql.query(
    "update job_groups set terminated_at = coalesce(terminated_at, $2), modified_at = $2 where id = $1",
    [id, now],
  );

export const deleteGroupRow = (sql: Sql, id: string, now: Date) =>
  sql.query(
    "update job_groups set deleted_at = $2, terminated_at = coalesce(terminated_at, $2) where id = $1",
    [id, now],
  );

/** Groups that are older than they were allowed to be. */
export const overdueGroups = (sql: Sql, now: Date) =>
  sql.query<{ id: JobGroupId }>(
    "select id from job_groups where ends_at <= $1 and terminated_at is null and deleted_at is null",
    [now],
  );

/** Those that have not ended. */
export const openJobsOfGroup = (sql: Sql, groupId: string) =>
  sql.query<{ id: JobId }>(
    `select id from jobs where task->>'jobUuid' = $1 and deleted_at is null
       and state not in ('completed', 'failed', 'canceled') order by created_at, id`,
    [groupId],
  );
