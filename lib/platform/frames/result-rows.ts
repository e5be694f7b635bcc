/** The SQL of results: the files that a delivered run of a command left. */
import type { Sql, Transaction } from "../db/database.ts";

export interface ResultRow {
  frame: number;
  path: string;
  key: string;
  sizeBytes: number;
}

const COLUMNS = `r.frame, r.path, r.key, r.size_bytes as "sizeBytes"`;

export const listResults = (sql: Sql, jobId: string, frame: number) =>
  sql.query<ResultRow>(
    `select ${COLUMNS} from results r where r.job_id = $1 and r.frame = $2 order by r.path collate "C"`,
    [jobId, frame],
  );

/** Of all frames, with when each was delivered. */
export const resultsOfJob = (sql: Sql, jobId: string) =>
  sql.query<ResultRow & { finishedAt: Date }>(
    `select ${COLUMNS}, f.finished_at as "finishedAt"
     from results r join frames f on f.job_id = r.job_id and f.frame = r.frame
     where r.job_id = $1 order by r.frame, r.path collate "C"`,
    [jobId],
  );

/** What the frame left before goes; answers its keys. */
export async function replaceResults(
  tx: Transaction,
  jobId: string,
  frame: number,
  files: readonly { path: string; key: string; sizeBytes: number }[],
): Promise<string[]> {
  const before = await tx.query<{ key: string }>(
    "delete from results where job_id = $1 and frame = $2 returning key",
    [jobId, frame],
  );
  await tx.query(
    `insert into results (job_id, frame, path, key, size_bytes)
     select $1::uuid, $2::int, * from unnest($3::text[], $4::text[], $5::int8[])`,
    [jobId, frame, files.map((f) => f.path), files.map((f) => f.key), files.map((f) => f.sizeBytes)],
  );
  return before.map((row) => row.key);
}
