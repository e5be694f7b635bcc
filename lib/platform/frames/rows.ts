/** The SQL of frames and of their attempts. */
import type { FailureCode, FrameState } from "#lib/domain/frame.ts";
import type { JobId, LeaseId } from "#lib/domain/ids.ts";
import type { Sql, Transaction } from "../db/database.ts";

/** More frames than this in one event: watchers fetch instead. */
export const MANY_FRAMES = 200;

export interface FrameRow {
  jobId: JobId;
  frame: number;
  state: FrameState;
  attempt: number;
  leaseId: LeaseId | null;
  deliveryId: string | null;
  deliveryTry: number | null;
  nodeName: string | null;
  seconds: number | null;
  coreSeconds: number | null;
  setupCoreSeconds: number | null;
  samplingCoreSeconds: number | null;
  isCold: boolean;
  samples: number | null;
  peakMemoryBytes: number | null;
  failure: FailureCode | null;
  fileName: string | null;
  outputKey: string | null;
  thumbnailKey: string | null;
  previewKey: string | null;
  sizeBytes: number | null;
  resultCount: number;
  finishedAt: Date | null;
  resultKeys: string[];
  revision: number;
}

export const FRAME_COLUMNS = `f.job_id as "jobId", f.frame, f.state, f.attempt, f.lease_id as "leaseId",
  f.delivery_id as "deliveryId", f.delivery_try as "deliveryTry", f.node_name as "nodeName", f.seconds,
  f.core_seconds as "coreSeconds", f.setup_core_seconds as "setupCoreSeconds",
  f.sampling_core_seconds as "samplingCoreSeconds", f.is_cold as "isCold", f.samples, f.peak_memory_bytes as "peakMemoryBytes", f.failure, f.file_name as "fileName",
  f.output_key as "outputKey", f.thumbnail_key as "thumbnailKey", f.preview_key as "previewKey",
  f.size_bytes as "sizeBytes", f.result_count as "resultCount", f.finished_at as "finishedAt", f.result_keys as "resultKeys", f.revision`;

/**
 * The revision that the job will have when the change under way is committed: its row is locked, and commitJobChange
 * follows in the same transaction. `$1` is the job's id.
 */
const NEXT_REVISION = "(select j.revision + 1 from jobs j where j.id = $1)";

/** Rows for one statement: far below PostgreSQL's limits, few round trips for 100,000 frames. */
const CHUNK = 10_000;

/** `samples`: of probes that differ from their job's settings. */
export async function insertFrames(
  tx: Transaction,
  jobId: string,
  frames: readonly number[],
  samples: number | null = null,
): Promise<void> {
  for (let at = 0; at < frames.length; at += CHUNK) {
    await tx.query(
      "insert into frames (job_id, frame, samples) select $1::uuid, unnest($2::int[]), $3::int",
      [jobId, frames.slice(at, at + CHUNK), samples],
    );
  }
}

export const listFrames = (sql: Sql, jobId: string, page: { offset: number; limit: number }) =>
  sql.query<FrameRow>(
    `select ${FRAME_COLUMNS} from frames f where f.job_id = $1 order by f.frame offset $2 limit $3`,
    [jobId, page.offset, page.limit],
  );

export const readFrame = async (sql: Sql, jobId: string, frame: number): Promise<FrameRow | undefined> =>
  (
    await sql.query<FrameRow>(`select ${FRAME_COLUMNS} from frames f where f.job_id = $1 and f.frame = $2`, [
      jobId,
      frame,
    ])
  )[0];

export const framesNamed = (sql: Sql, jobId: string, frames: readonly number[]) =>
  sql.query<FrameRow>(
    `select ${FRAME_COLUMNS} from frames f where f.job_id = $1 and f.frame = any($2::int[]) order by f.frame`,
    [jobId, frames],
  );

export const lockFrames = (tx: Transaction, jobId: string, frames: readonly number[]) =>
  tx.query<FrameRow>(
    `select ${FRAME_COLUMNS} from frames f where f.job_id = $1 and f.frame = any($2::int[]) order by f.frame for update`,
    [jobId, frames],
  );

export const framesInStates = (sql: Sql, jobId: string, states: readonly FrameState[]) =>
  sql.query<FrameRow>(
    `select ${FRAME_COLUMNS} from frames f where f.job_id = $1 and f.state = any($2::text[]) order by f.frame`,
    [jobId, states],
  );

export const framesOfLease = (sql: Sql, leaseId: string) =>
  sql.query<FrameRow>(
    `select ${FRAME_COLUMNS} from frames f where f.lease_id = $1 and f.state = 'active' order by f.frame`,
    [leaseId],
  );

/** Of the finished files. Units: bytes. */
export const sumOfSizes = async (sql: Sql, jobId: string): Promise<number> =>
  (
    await sql.query<{ bytes: number }>(
      `select coalesce(sum(size_bytes), 0)::float8 as bytes from frames where job_id = $1 and state = 'completed'`,
      [jobId],
    )
  )[0]?.bytes ?? 0;

export const framesWithOutput = (sql: Sql, jobId: string) =>
  sql.query<FrameRow>(
    `select ${FRAME_COLUMNS} from frames f where f.job_id = $1 and f.output_key is not null order by f.frame`,
    [jobId],
  );

/** Puts frames into a state with no lease. */
export const moveFrames = (
  tx: Transaction,
  jobId: string,
  frames: readonly number[],
  to: { state: FrameState; failure?: FailureCode; resetsAttempts?: boolean },
) =>
  tx.query<FrameRow>(
    `update frames f set state = $3, failure = $4, lease_id = null, delivery_id = null, delivery_try = null,
       attempt = case when $5 then 0 else f.attempt end, revision = ${NEXT_REVISION}
     where f.job_id = $1 and f.frame = any($2::int[]) returning ${FRAME_COLUMNS}`,
    [jobId, frames, to.state, to.failure ?? null, to.resetsAttempts ?? false],
  );

/** Cancels all that is open of a job; the rows are not read back, there may be 100,000. */
export const cancelOpenRows = (tx: Transaction, jobId: string) =>
  tx.query(
    `update frames set state = 'canceled', failure = null, lease_id = null, delivery_id = null, delivery_try = null,
       revision = ${NEXT_REVISION}
     where job_id = $1 and state in ('queued', 'active')`,
    [jobId],
  );

export const activateFrames = (
  tx: Transaction,
  jobId: string,
  lease: { id: LeaseId; nodeName: string },
  deliveries: readonly { frame: number; id: string; try: number }[],
) =>
  tx.query<FrameRow>(
    `update frames f set state = 'active', attempt = f.attempt + 1, failure = null, lease_id = $2, node_name = $3,
       delivery_id = d.id, delivery_try = d.try, revision = ${NEXT_REVISION}
     from unnest($4::int[], $5::text[], $6::int[]) as d(frame, id, try)
     where f.job_id = $1 and f.frame = d.frame returning ${FRAME_COLUMNS}`,
    [
      jobId,
      lease.id,
      lease.nodeName,
      deliveries.map((d) => d.frame),
      deliveries.map((d) => d.id),
      deliveries.map((d) => d.try),
    ],
  );

export interface Delivered {
  seconds: number;
  coreSeconds: number;
  setupCoreSeconds: number | null;
  samplingCoreSeconds: number | null;
  isCold: boolean;
  peakMemoryBytes: number | null;
  /** Null for a command, whose files are rows of their own. */
  fileName: string | null;
  outputKey: string | null;
  thumbnailKey: string | null;
  previewKey: string | null;
  sizeBytes: number;
  resultCount: number;
  finishedAt: Date;
  resultKeys: string[];
}

export async function completeFrame(
  tx: Transaction,
  jobId: string,
  frame: number,
  done: Delivered,
): Promise<FrameRow> {
  const rows = await tx.query<FrameRow>(
    `update frames f set state = 'completed', failure = null, lease_id = null, delivery_id = null, delivery_try = null,
       seconds = $3, core_seconds = $4, peak_memory_bytes = $5, file_name = $6, output_key = $7, thumbnail_key = $8,
       preview_key = $9, size_bytes = $10, finished_at = $11, result_keys = $12, result_count = $13,
       setup_core_seconds = $14, sampling_core_seconds = $15, is_cold = $16, revision = ${NEXT_REVISION}
     where f.job_id = $1 and f.frame = $2 returning ${FRAME_COLUMNS}`,
    [
      jobId,
      frame,
      done.seconds,
      done.coreSeconds,
      done.peakMemoryBytes,
      done.fileName,
      done.outputKey,
      done.thumbnailKey,
      done.previewKey,
      done.sizeBytes,
      done.finishedAt,
      done.resultKeys,
      done.resultCount,
      done.setupCoreSeconds,
      done.samplingCoreSeconds,
      done.isCold,
    ],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`Frame ${frame} of job ${jobId} is not there.`);
  return row;
}
