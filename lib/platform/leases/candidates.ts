/** The SQL behind choose-job: jobs with queued frames, but for those that wait for another job to complete. */
import type { Sql } from "../db/database.ts";
import type { Candidate } from "./choose-job.ts";

/** More open jobs than this wait in line anyway: the fairest and oldest are looked at. */
const MAX_CANDIDATES = 2000;

/** `fullPools`: whose jobs get nothing now. */
export const readCandidates = (sql: Sql, fullPools: readonly string[]) =>
  sql.query<Candidate>(
    `select j.id, j.account_id as "accountId", j.source_id as "sourceId", j.needs, j.created_at as "createdAt", j.probe is not null as "isProbe",
       coalesce(a.active, 0)::int as "accountActive"
     from jobs j left join (
       select account_id, sum(active) as active from jobs where active > 0 and deleted_at is null group by account_id
     ) a on a.account_id = j.account_id
     where j.queued > 0 and j.is_planned and j.deleted_at is null and not j.is_paused
       and (j.task->>'poolUuid' is null or not (j.task->>'poolUuid' = any($2::text[])))
       and not exists (select 1 from jobs d where d.id = any(j.depends_on) and d.state <> 'completed')
     order by "isProbe" desc, "accountActive", j.created_at limit $1`,
    [MAX_CANDIDATES, fullPools],
  );
