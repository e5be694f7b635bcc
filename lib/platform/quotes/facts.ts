/** From the rows of a quote's job to what the model reckons with. */
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import type { Probe, Work } from "#lib/domain/probe-cost.ts";
import type { Sql } from "../db/database.ts";
import { listFrames } from "../frames/rows.ts";
import { FROM_JOBS, JOB_COLUMNS, type JobRow, type ProbeFacts } from "../jobs/rows.ts";

/** Far above what a quote ever asks for. */
const MOST_PROBES = 100;

export const workOf = ({ settings, pixels, samples }: ProbeFacts): Work => ({
  frames: expandFrameRange(settings.frames),
  pixels,
  samples,
});

export const pixelsOf = ({ effective }: Pick<JobRow, "effective">): number =>
  effective.width * effective.height;

export const probeRows = (sql: Sql, job: Pick<JobRow, "id">) =>
  listFrames(sql, job.id, { offset: 0, limit: MOST_PROBES });

/** The probes that were rendered. */
export async function probesOf(sql: Sql, job: JobRow): Promise<Probe[]> {
  const rows = await probeRows(sql, job);
  return rows.flatMap(({ state, frame, coreSeconds, samples, ...told }) => {
    if (state !== "completed" || coreSeconds === null) return [];
    const { setupCoreSeconds, samplingCoreSeconds, isCold } = told;
    const size = { pixels: pixelsOf(job), samples: samples ?? job.effective.samples };
    return [{ frame, coreSeconds, setupCoreSeconds, samplingCoreSeconds, isCold, ...size }];
  });
}

/** Quotes of an account that are to start a job and did not, newest first. */
export const startRows = (sql: Sql, accountId: string) =>
  sql.query<JobRow>(
    `select ${JOB_COLUMNS} ${FROM_JOBS}
     where j.account_id = $1 and j.probe is not null and j.deleted_at is null and j.probe->'start' <> 'null'
       and j.probe->'start'->'outcome'->>'jobId' is null
     order by j.created_at desc`,
    [accountId],
  );

/** Quotes of all accounts that are to start a job, are complete, and of which nothing is decided yet. */
export const undecidedRows = (sql: Sql) =>
  sql.query<Pick<JobRow, "id">>(
    `select j.id from jobs j where j.probe is not null and j.deleted_at is null and j.probe->'start' <> 'null'
       and j.probe->'start'->'outcome' = 'null' and j.queued + j.active = 0`,
  );
