/** The SQL of attempts: the n-th lease that touched a frame, and what came of it. */
import type { Attempt } from "#lib/contract/farm/jobs.ts";
import type { FailureCode } from "#lib/domain/frame.ts";
import type { LeaseId } from "#lib/domain/ids.ts";
import type { Sql, Transaction } from "../db/database.ts";
import type { FrameRow } from "./rows.ts";

export const beginAttempts = (tx: Transaction, frames: readonly FrameRow[], at: Date) =>
  tx.query(
    `insert into attempts (job_id, frame, lease_id, attempt, node_name, started_at)
     select f.job_id, f.frame, f.lease_id, f.attempt, coalesce(f.node_name, ''), $3 from frames f
     where f.job_id = $1 and f.frame = any($2::int[])`,
    [frames[0]?.jobId, frames.map((f) => f.frame), at],
  );

export interface AttemptEnd {
  outcome: Exclude<Attempt["outcome"], "running">;
  seconds?: number;
  coreSeconds?: number;
  peakMemoryBytes?: number | null;
  failure?: FailureCode;
  message?: string;
  log?: string;
  errorLog?: string | undefined;
  streams?: { stdoutBytes: number; stderrBytes: number } | undefined;
}

export const endAttempt = (tx: Transaction, leaseId: string, frame: number, at: Date, end: AttemptEnd) =>
  tx.query(
    `update attempts set ended_at = $3, outcome = $4, seconds = $5, core_seconds = $6, peak_memory_bytes = $7,
       failure = $8, message = $9, log = $10, stdout_bytes = $11, stderr_bytes = $12, error_log = $13,
       revision = (select j.revision + 1 from jobs j where j.id = job_id)
     where lease_id = $1 and frame = $2 and outcome = 'running'`,
    [
      leaseId,
      frame,
      at,
      end.outcome,
      end.seconds ?? null,
      end.coreSeconds ?? null,
      end.peakMemoryBytes ?? null,
      end.failure ?? null,
      // PostgreSQL's text takes no NUL, and Blender's output may hold anything.
      (end.message ?? "").replaceAll("\u0000", ""),
      (end.log ?? "").replaceAll("\u0000", ""),
      end.streams?.stdoutBytes ?? null,
      end.streams?.stderrBytes ?? null,
      (end.errorLog ?? "").replaceAll("\u0000", ""),
    ],
  );

/** Ends every running attempt on these frames alike. */
export const endAttempts = (
  tx: Transaction,
  jobId: string,
  frames: readonly number[],
  at: Date,
  outcome: "canceled" | "lost",
  message: string,
) =>
  tx.query(
    `update attempts set ended_at = $3, outcome = $4, message = $5
     where job_id = $1 and frame = any($2::int[]) and outcome = 'running'`,
    [jobId, frames, at, outcome, message],
  );

/** Ends all that run of a job. */
export const cancelAttempts = (tx: Transaction, jobId: string, at: Date, message: string) =>
  tx.query(
    `update attempts set ended_at = $2, outcome = 'canceled', message = $3 where job_id = $1 and outcome = 'running'`,
    [jobId, at, message],
  );

export interface AttemptRow {
  attempt: number;
  nodeName: string;
  startedAt: Date;
  endedAt: Date | null;
  outcome: Attempt["outcome"];
  seconds: number | null;
  coreSeconds: number | null;
  peakMemoryBytes: number | null;
  failure: FailureCode | null;
  message: string;
  log: string;
  errorLog: string;
  leaseId: LeaseId;
  stdoutBytes: number | null;
  stderrBytes: number | null;
}

export const listAttempts = (sql: Sql, jobId: string, frame: number) =>
  sql.query<AttemptRow>(
    `select attempt, node_name as "nodeName", started_at as "startedAt", ended_at as "endedAt", outcome, seconds,
       core_seconds as "coreSeconds", peak_memory_bytes as "peakMemoryBytes", failure, message, log, error_log as "errorLog",
       lease_id as "leaseId", stdout_bytes as "stdoutBytes", stderr_bytes as "stderrBytes"
     from attempts where job_id = $1 and frame = $2 order by started_at, attempt`,
    [jobId, frame],
  );

/** What an attempt under this lease came to; undefined when the lease never held the frame. */
export const outcomeOf = async (sql: Sql, leaseId: string, frame: number) =>
  (
    await sql.query<{ outcome: Attempt["outcome"] }>(
      "select outcome from attempts where lease_id = $1 and frame = $2",
      [leaseId, frame],
    )
  )[0]?.outcome;
