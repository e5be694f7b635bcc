/** The SQL behind a task's instances: frames that changed since a revision, with the attempt and machine behind each. */
import type { FailureCode, FrameState } from "#lib/domain/frame.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { NodeCapabilities } from "#lib/domain/node.ts";
import type { Sql } from "../db/database.ts";

export interface InstanceRow {
  jobId: JobId;
  frame: number;
  state: FrameState;
  attempt: number;
  seconds: number | null;
  peakMemoryBytes: number | null;
  failure: FailureCode | null;
  resultKeys: string[];
  revision: number;
  /** Of its last attempt. */
  startedAt: Date | null;
  attemptEndedAt: Date | null;
  attemptSeconds: number | null;
  attemptPeakBytes: number | null;
  coresPerFrame: number | null;
  nodeId: string | null;
}

/**
 * Frames of these jobs that changed after the revision that the asker has; a frame that nobody touched since the job was
 * made (revision 0) never comes. By job and frame.
 */
export const changedInstances = (sql: Sql, asked: readonly { jobId: string; after: number }[]) =>
  sql.query<InstanceRow>(
    `select f.job_id as "jobId", f.frame, f.state, f.attempt, f.seconds, f.peak_memory_bytes as "peakMemoryBytes",
       f.failure, f.result_keys as "resultKeys", f.revision, a.started_at as "startedAt",
       a.ended_at as "attemptEndedAt", a.seconds as "attemptSeconds", a.peak_memory_bytes as "attemptPeakBytes",
       l.cores_per_frame as "coresPerFrame", l.node_id as "nodeId"
     from unnest($1::uuid[], $2::int[]) as asked (job_id, after)
     join frames f on f.job_id = asked.job_id and f.revision > asked.after
     left join lateral (
       select started_at, ended_at, seconds, peak_memory_bytes, lease_id from attempts
       where job_id = f.job_id and frame = f.frame order by started_at desc, attempt desc limit 1
     ) a on true
     left join leases l on l.id = a.lease_id
     order by f.job_id, f.frame`,
    [asked.map((one) => one.jobId), asked.map((one) => Math.max(0, one.after))],
  );

export const capabilitiesOf = (sql: Sql, nodeIds: readonly string[]) =>
  sql.query<{ id: string; capabilities: NodeCapabilities }>(
    "select id, capabilities from nodes where id = any($1::uuid[])",
    [nodeIds],
  );
