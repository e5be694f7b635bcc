/**
 * Copies a task that was really made, rendered and delivered, with its frames, leases and attempts, until an account has as many as
 * a studio has after years: over the API that takes a quarter of an hour. Works on the data folder of a server that is stopped.
 */
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";

/** Rows of a job, in the order that their keys want. */
const COPIES = `
  create temporary table copies as
    select n, gen_random_uuid() as id, now() - n * interval '7 minutes' as at
    from generate_series(1, $COUNT) n;
  insert into jobs ($COLUMNS) select $COLUMNS from (select (jsonb_populate_record(j, jsonb_build_object(
      'id', c.id, 'name', 'task ' || c.n, 'shortname', null, 'created_at', c.at, 'started_at', c.at,
      'ended_at', c.at + interval '1 minute', 'tags', jsonb_build_array('shot-' || c.n % 40)))).*
    from copies c, jobs j where j.id = '$TASK') made;
  insert into frames select (jsonb_populate_record(f, jsonb_build_object('job_id', c.id))).*
    from copies c, frames f where f.job_id = '$TASK';
  insert into leases select (jsonb_populate_record(l, jsonb_build_object(
      'id', md5(c.id::text || l.id), 'job_id', c.id))).*
    from copies c, leases l where l.job_id = '$TASK';
  insert into attempts select (jsonb_populate_record(a, jsonb_build_object(
      'job_id', c.id, 'lease_id', md5(c.id::text || a.lease_id)))).*
    from copies c, attempts a where a.job_id = '$TASK';`;

/** Of jobs; what the database makes itself can't be given to it. */
const WRITTEN_COLUMNS = `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
  where table_name = 'jobs' and table_schema = current_schema() and is_generated = 'NEVER'`;

/** Errors: when the task or its frames are not there. */
export async function copyTask(dataDir: string, task: string, count: number): Promise<void> {
  // The folder is named after PostgreSQL's version; see lib/platform/db/pglite.ts.
  const db = await PGlite.create(join(dataDir, "db", "18"));
  try {
    const { rows: jobs } = await db.query<{ columns: string }>(WRITTEN_COLUMNS);
    const sql = COPIES.replaceAll("$COLUMNS", jobs[0]?.columns ?? "");
    await db.exec(sql.replaceAll("$TASK", task).replaceAll("$COUNT", String(count)));
    const { rows } = await db.query<{ jobs: number; attempts: number }>(
      "select (select count(*) from jobs)::int as jobs, (select count(*) from attempts)::int as attempts",
    );
    const [made] = rows;
    if (made === undefined || made.jobs <= count || made.attempts <= count)
      throw new Error(`Of ${count} copies there are ${JSON.stringify(made)}.`);
    await db.exec("vacuum analyze");
    await db.exec("checkpoint");
  } finally {
    await db.close();
  }
}
