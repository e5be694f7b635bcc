/**
 * The SQL of a page of tasks. A page begins after the last row of the one before, by the value that sorts and the id: so
 * pages stay right while tasks are added, and a late page costs what the first does.
 */
import { FROM_JOBS, JOB_COLUMNS, type JobRow } from "../jobs/rows.ts";
import type { Sql } from "../db/database.ts";
import type { Condition } from "./filter-sql.ts";

export const SORTS = {
  creationdate: { sql: "j.created_at", cast: "timestamptz" },
  executiontime: { sql: "j.frame_seconds", cast: "float8" },
  name: { sql: `j.name collate "C"`, cast: "text" },
  state: { sql: `j.wire_state collate "C"`, cast: "text" },
} as const;
export type Sort = keyof typeof SORTS;

export interface PageWanted {
  accountId: string;
  sort: Sort;
  isDescending: boolean;
  /** Of the last row seen; null: from the start. */
  after: { value: string; id: string } | null;
  limit: number;
  /** Made by `filterSql(filter, FIRST_FILTER_PARAM)`. */
  condition: Condition;
}

export type PagedRow = JobRow & { sortValue: string };

/** Parameters before the filter's: account, limit, last value, last id. */
export const FIRST_FILTER_PARAM = 5;

/** One row more than `limit` when there are more. */
export const readPage = (sql: Sql, wanted: PageWanted): Promise<PagedRow[]> => {
  const { sort, isDescending, condition, after } = wanted;
  const by = SORTS[sort];
  const [sign, order] = isDescending ? ["<", "desc"] : [">", "asc"];
  return sql.query<PagedRow>(
    `select ${JOB_COLUMNS}, (${by.sql})::text as "sortValue" ${FROM_JOBS}
     where j.account_id = $1 and j.deleted_at is null and (${condition.sql})
       and ($4::uuid is null or (${by.sql}, j.id) ${sign} ($3::${by.cast}, $4::uuid))
     order by ${by.sql} ${order}, j.id ${order} limit $2`,
    [wanted.accountId, wanted.limit + 1, after?.value ?? null, after?.id ?? null, ...condition.params],
  );
};

/** `condition` with parameters from $2. */
export const countTasks = async (sql: Sql, accountId: string, condition: Condition): Promise<number> =>
  (
    await sql.query<{ total: number }>(
      `select count(*)::int as total from jobs j where j.account_id = $1 and j.deleted_at is null and (${condition.sql})`,
      [accountId, ...condition.params],
    )
  )[0]?.total ?? 0;
