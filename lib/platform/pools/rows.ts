/** The SQL of pools. Which jobs are in one is told by their task, as it was submitted. */
import type { PoolFacts } from "#lib/contract/translate/pool.ts";
import type { AccountId, JobId, PoolId } from "#lib/domain/ids.ts";
import type { Sql, Transaction } from "../db/database.ts";
import type { Listing } from "../paging/read-page.ts";

export interface PoolRow {
  id: PoolId;
  accountId: AccountId;
  name: string;
  shortname: string | null;
  request: PoolFacts["request"];
  /** JSON text. */
  policies: string | null;
  tags: string[];
  createdAt: Date;
  modifiedAt: Date;
  closedAt: Date | null;
  queued: number;
  active: number;
  frameSeconds: number;
}

const COLUMNS = `p.id, p.account_id as "accountId", p.name, p.shortname, p.request, p.policies, p.tags,
  p.created_at as "createdAt", p.modified_at as "modifiedAt", p.closed_at as "closedAt",
  w.queued, w.active, w."frameSeconds"`;

/** With what its jobs come to. */
const FROM = `pools p join lateral (
    select coalesce(sum(j.queued), 0)::int as queued, coalesce(sum(j.active), 0)::int as active,
      coalesce(sum(j.seconds_per_frame * j.completed), 0)::float8 as "frameSeconds"
    from jobs j where j.task->>'poolUuid' = p.id::text and j.deleted_at is null
  ) w on true`;

const STATE = `case when p.closed_at is null then 'FullyExecuting'
  when w.queued + w.active > 0 then 'Closing' else 'Closed' end`;

export const POOLS: Listing = {
  noun: "Pools",
  columns: COLUMNS,
  from: FROM,
  id: "p.id",
  where: "p.account_id = $1 and p.deleted_at is null",
  labels: "p.request->'labels'",
  sorts: {
    creationdate: { sql: "p.created_at", cast: "timestamptz" },
    name: { sql: `p.name collate "C"`, cast: "text" },
    state: { sql: `(${STATE}) collate "C"`, cast: "text" },
    executiontime: { sql: `w."frameSeconds"`, cast: "float8" },
  },
  fields: {
    uuid: { sql: "p.id", kind: "uuid" },
    name: { sql: "p.name", kind: "text" },
    shortname: { sql: "coalesce(p.shortname, p.id::text)", kind: "text" },
    profile: { sql: "p.request->>'profile'", kind: "text" },
    /** One that is open counts as FullyExecuting here: what its nodes come to is not in its row. */
    state: { sql: STATE, kind: "text" },
    creationdate: { sql: "p.created_at", kind: "date" },
    lastmodified: { sql: "p.modified_at", kind: "date" },
    enddate: { sql: "p.closed_at", kind: "date" },
    instancecount: { sql: "coalesce((p.request->>'instanceCount')::int, 0)", kind: "number" },
    queuedorrunningtaskinstancescount: { sql: "w.queued + w.active", kind: "number" },
    tags: { sql: "p.tags", kind: "list" },
  },
};

export const poolByReference = async (
  sql: Sql,
  accountId: string,
  by: { id: string } | { shortname: string },
): Promise<PoolRow | undefined> => {
  const [column, value] = "id" in by ? ["p.id", by.id] : ["p.shortname", by.shortname];
  const rows = await sql.query<PoolRow>(
    `select ${COLUMNS} from ${FROM} where ${POOLS.where} and ${column} = $2`,
    [accountId, value],
  );
  return rows[0];
};

export type NewPool = Pick<
  PoolRow,
  "id" | "accountId" | "name" | "shortname" | "request" | "policies" | "tags"
> & {
  createdAt: Date;
};

export const insertPool = (tx: Transaction, pool: NewPool) =>
  tx.query(
    `insert into pools (id, account_id, name, shortname, tags, request, policies, created_at, modified_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [
      pool.id,
      pool.accountId,
      pool.name,
      pool.shortname,
      pool.tags,
      pool.request,
      pool.policies,
      pool.createdAt,
    ],
  );

export const savePool = (
  sql: Sql,
  pool: Pick<PoolRow, "id" | "tags" | "request" | "policies" | "closedAt">,
  now: Date,
) =>
  sql.query(
    "update pools set tags = $2, request = $3, policies = $4, closed_at = $5, modified_at = $6 where id = $1",
    [pool.id, pool.tags, pool.request, pool.policies, pool.closedAt, now],
  );

export const deletePool = (sql: Sql, id: string, now: Date) =>
  sql.query("update pools set deleted_at = $2, closed_at = coalesce(closed_at, $2) where id = $1", [id, now]);

export const jobsOfPool = (sql: Sql, poolId: string) =>
  sql.query<{ id: JobId; active: number }>(
    `select id, active from jobs where task->>'poolUuid' = $1 and deleted_at is null
     order by created_at desc, id desc`,
    [poolId],
  );
