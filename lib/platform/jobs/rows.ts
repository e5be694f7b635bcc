/**
 * The SQL of jobs. Verbs that change a job lock its row, change the object, and write it back once (change.ts).
 * Every verb locks in this order: job, lease, frames, account.
 */
import type { TaskCreation } from "#lib/contract/qarnot/task.ts";
import type { TaskState } from "#lib/contract/qarnot/task-output.ts";
import type { SnapshotSettings } from "#lib/contract/translate/task.ts";
import type { AtCap, CapLevel } from "#lib/domain/cap.ts";
import type { AccountId, JobId, ProjectId, SourceId } from "#lib/domain/ids.ts";
import type { FrameCounts, JobState } from "#lib/domain/job.ts";
import type { WorkNeeds } from "#lib/domain/node.ts";
import type { RenderSettings } from "#lib/domain/render-settings.ts";
import type { ScriptSettings } from "#lib/domain/script.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { Quote } from "#lib/contract/farm/quotes.ts";
import type { Sql, Transaction } from "../db/database.ts";

export interface JobRow extends FrameCounts {
  id: JobId;
  accountId: AccountId;
  projectId: ProjectId | null;
  projectName: string;
  sourceId: SourceId;
  name: string;
  state: JobState;
  isPaused: boolean;
  pauseReason: "no_credits" | "cap" | null;
  settings: Job["settings"];
  script: ScriptSettings | null;
  /** What the probes of a quote are for; null: a job like any other. */
  probe: ProbeFacts | null;
  effective: Job["effective"];
  /** False until the source is inspected: `effective`, `needs` and `fileExtension` are a guess. */
  isPlanned: boolean;
  /** Why none of its frames can be rendered, in words. */
  problem: string | null;
  needs: WorkNeeds;
  task: TaskCreation;
  fileExtension: string;
  resultBucket: string;
  blenderVersion: string | null;
  totalFrames: number;
  coreSeconds: number;
  secondsPerFrame: number | null;
  charged: number;
  rounding: number;
  held: number;
  /** Micro-credits; null: no cap. */
  cap: number | null;
  atCap: AtCap;
  /** The level that its owner was told of. */
  capTold: CapLevel;
  revision: number;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  deletedAt: Date | null;
  /** Scripts find it no more; its owner's pages do. */
  forgottenAt: Date | null;
  shortname: string | null;
  tags: string[];
  dependsOn: JobId[];
  /** Name of the account's bucket for finished files; `resultBucket` is our own folder. */
  deliveryBucket: string;
  resultsCount: number;
  frameSeconds: number;
  /** Energy that nodes measured, and the core-seconds that it is of. */
  measuredJoules: number;
  measuredCoreSeconds: number;
  isRendering: boolean;
  wireState: TaskState;
  wireStateAt: Date;
  wireBefore: TaskState | null;
  wireBeforeAt: Date;
  modifiedAt: Date;
  snapshotInterval: number;
  snapshotSettings: SnapshotSettings | null;
  snapshotAt: Date | null;
}

/** A quote's probes are frames of a job that is shown nowhere. */
export interface ProbeFacts {
  projectId: ProjectId;
  /** Of the job that is quoted. */
  settings: RenderSettings;
  /** What those come to. Units: pixels after percentage. */
  pixels: number;
  samples: number | null;
  /** Of the project, that the job is then made of. */
  version: number | null;
  /** How the job starts by itself, and what came of it. */
  start: Quote["start"];
}

/** What a job that was just made has of these. */
export const newJobFacts = (at: Date) => ({
  isPaused: false,
  pauseReason: null,
  blenderVersion: null,
  coreSeconds: 0,
  secondsPerFrame: null,
  charged: 0,
  rounding: 0,
  held: 0,
  capTold: "below" as const,
  revision: 0,
  createdAt: at,
  startedAt: null,
  endedAt: null,
  deletedAt: null,
  forgottenAt: null,
  resultsCount: 0,
  frameSeconds: 0,
  measuredJoules: 0,
  measuredCoreSeconds: 0,
  isRendering: false,
  wireState: "Submitted" as const,
  wireStateAt: at,
  wireBefore: null,
  wireBeforeAt: at,
  modifiedAt: at,
  snapshotInterval: 0,
  snapshotSettings: null,
  snapshotAt: null,
});

export const JOB_COLUMNS = `j.id, j.account_id as "accountId", j.project_id as "projectId", coalesce(p.name, nullif(j.settings ->> 'blendFile', ''), j.name) as "projectName",
  j.source_id as "sourceId", j.is_planned as "isPlanned", j.problem, j.name, j.state, j.is_paused as "isPaused", j.pause_reason as "pauseReason", j.settings, j.script, j.probe, j.effective, j.needs, j.task,
  j.file_extension as "fileExtension", j.result_bucket as "resultBucket", j.blender_version as "blenderVersion",
  j.total_frames as "totalFrames", j.queued, j.active, j.completed, j.failed, j.canceled,
  j.core_seconds as "coreSeconds", j.seconds_per_frame as "secondsPerFrame", j.charged, j.rounding, j.held, j.cap, j.at_cap as "atCap", j.cap_told as "capTold", j.revision,
  j.created_at as "createdAt", j.started_at as "startedAt", j.ended_at as "endedAt", j.deleted_at as "deletedAt", j.forgotten_at as "forgottenAt",
  j.shortname, j.tags, j.depends_on as "dependsOn", j.delivery_bucket as "deliveryBucket",
  j.results_count as "resultsCount", j.frame_seconds as "frameSeconds", j.measured_joules as "measuredJoules", j.measured_core_seconds as "measuredCoreSeconds", j.is_rendering as "isRendering",
  j.wire_state as "wireState", j.wire_state_at as "wireStateAt", j.wire_before as "wireBefore",
  j.wire_before_at as "wireBeforeAt", j.modified_at as "modifiedAt", j.snapshot_interval as "snapshotInterval",
  j.snapshot_settings as "snapshotSettings", j.snapshot_at as "snapshotAt"`;
export const FROM_JOBS = "from jobs j left join projects p on p.id = j.project_id";

/** Deleted jobs are found by nobody. */
export const readJob = async (sql: Sql, id: string): Promise<JobRow | undefined> =>
  (
    await sql.query<JobRow>(`select ${JOB_COLUMNS} ${FROM_JOBS} where j.id = $1 and j.deleted_at is null`, [
      id,
    ])
  )[0];

export const lockJob = async (tx: Transaction, id: string): Promise<JobRow | undefined> =>
  (
    await tx.query<JobRow>(
      `select ${JOB_COLUMNS} ${FROM_JOBS} where j.id = $1 and j.deleted_at is null for update of j`,
      [id],
    )
  )[0];

export const lockPausedJobs = (tx: Transaction, accountId: string) =>
  tx.query<JobRow>(
    `select ${JOB_COLUMNS} ${FROM_JOBS} where j.account_id = $1 and j.is_paused and j.deleted_at is null
     order by j.id for update of j`,
    [accountId],
  );

export const listJobRows = (
  sql: Sql,
  filter: { accountId: string; state?: JobState; search?: string; limit: number },
) =>
  sql.query<JobRow>(
    `select ${JOB_COLUMNS} ${FROM_JOBS}
     where j.account_id = $1 and j.deleted_at is null and j.probe is null and ($2::text is null or j.state = $2)
       and ($3::text is null or position(lower($3) in lower(j.name || ' ' || coalesce(p.name, ''))) > 0)
     order by j.created_at desc, j.id desc limit $4`,
    [filter.accountId, filter.state ?? null, filter.search?.trim() || null, filter.limit],
  );

export const waitingJobIds = (sql: Sql, limit: number) =>
  sql.query<{ id: JobId }>(
    `select id from jobs where queued > 0 and active = 0 and deleted_at is null order by created_at limit $1`,
    [limit],
  );

export const insertJob = (tx: Transaction, job: JobRow) =>
  tx.query(
    `insert into jobs (id, account_id, project_id, name, state, settings, effective, needs, task, file_extension,
       result_bucket, total_frames, queued, held, revision, created_at, source_id, is_planned, shortname, tags,
       depends_on, delivery_bucket, wire_state_at, wire_before_at, modified_at, script, cap, at_cap, probe, forgotten_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $16,
       $16, $16, $23, $24, $25, $26, $27)`,
    [
      job.id,
      job.accountId,
      job.projectId,
      job.name,
      job.state,
      job.settings,
      job.effective,
      job.needs,
      job.task,
      job.fileExtension,
      job.resultBucket,
      job.totalFrames,
      job.queued,
      job.held,
      job.revision,
      job.createdAt,
      job.sourceId,
      job.isPlanned,
      job.shortname,
      job.tags,
      job.dependsOn,
      job.deliveryBucket,
      job.script,
      job.cap,
      job.atCap,
      job.probe,
      job.forgottenAt,
    ],
  );

/** Once, when the source is known. */
export const savePlan = (tx: Transaction, job: JobRow) =>
  tx.query(
    `update jobs set effective = $2, needs = $3, file_extension = $4, is_planned = $5, problem = $6 where id = $1`,
    [job.id, job.effective, job.needs, job.fileExtension, job.isPlanned, job.problem],
  );

/** Jobs whose source is inspected by now and that were not planned yet. */
export const unplannedJobs = (sql: Sql, sourceId?: string) =>
  sql.query<{ id: JobId; sourceId: SourceId }>(
    `select j.id, j.source_id as "sourceId" from jobs j join sources s on s.id = j.source_id
     where not j.is_planned and j.deleted_at is null and s.state in ('ready', 'unreadable')
       and ($1::uuid is null or j.source_id = $1) order by j.created_at`,
    [sourceId ?? null],
  );

/** Only scripts lose sight of it. */
export const forgetJob = (sql: Sql, id: string, at: Date) =>
  sql.query("update jobs set forgotten_at = $2 where id = $1 and forgotten_at is null", [id, at]);

/** Writes back what verbs change. */
export const saveJob = (tx: Transaction, job: JobRow) =>
  tx.query(
    `update jobs set state = $2, is_paused = $3, pause_reason = $4, blender_version = $5, queued = $6, active = $7,
       completed = $8, failed = $9, canceled = $10, core_seconds = $11, seconds_per_frame = $12, charged = $13,
       rounding = $14, held = $15, revision = $16, started_at = $17, ended_at = $18, deleted_at = $19,
       results_count = $20, frame_seconds = $21, is_rendering = $22, wire_state = $23, wire_state_at = $24,
       wire_before = $25, wire_before_at = $26, modified_at = $27, snapshot_interval = $28, snapshot_settings = $29,
       snapshot_at = $30, cap = $31, at_cap = $32, cap_told = $33, measured_joules = $34,
       measured_core_seconds = $35
     where id = $1`,
    [
      job.id,
      job.state,
      job.isPaused,
      job.pauseReason,
      job.blenderVersion,
      job.queued,
      job.active,
      job.completed,
      job.failed,
      job.canceled,
      job.coreSeconds,
      job.secondsPerFrame,
      job.charged,
      job.rounding,
      job.held,
      job.revision,
      job.startedAt,
      job.endedAt,
      job.deletedAt,
      job.resultsCount,
      job.frameSeconds,
      job.isRendering,
      job.wireState,
      job.wireStateAt,
      job.wireBefore,
      job.wireBeforeAt,
      job.modifiedAt,
      job.snapshotInterval,
      job.snapshotSettings,
      job.snapshotAt,
      job.cap,
      job.atCap,
      job.capTold,
      job.measuredJoules,
      job.measuredCoreSeconds,
    ],
  );

export const saveProbe = (tx: Transaction, job: Pick<JobRow, "id" | "probe">) =>
  tx.query("update jobs set probe = $2 where id = $1", [job.id, job.probe]);

/** What the owner may change of a job that is there. */
export const saveOwnersChange = (tx: Transaction, job: JobRow) =>
  tx.query("update jobs set task = $2, tags = $3 where id = $1", [job.id, job.task, job.tags]);
