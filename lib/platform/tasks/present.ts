/** Jobs as Qarnot's tasks. A whole task is made as text: most of it, what its ended instances did, is kept as text anyway. */
import type { TaskSummary } from "#lib/contract/qarnot/task-output.ts";
import { isOfDisks, type TaskCreation, taskCreation } from "#lib/contract/qarnot/task.ts";
import { runningInstanceOf, shareOf } from "#lib/contract/translate/task-instances.ts";
import { shownState } from "#lib/contract/translate/task-state.ts";
import { taskStatusOf } from "#lib/contract/translate/task-status.ts";
import {
  percentOf,
  taskFactsOf,
  type TaskSource,
  taskSummaryOf,
  wallSecondsOf,
} from "#lib/contract/translate/task.ts";
import { qarnotDate } from "#lib/contract/translate/words.ts";
import type { FrameProgress } from "#lib/contract/farm/jobs.ts";
import type { Ctx } from "../context.ts";
import type { JobRow } from "../jobs/rows.ts";
import { coresOfJobs } from "../nodes/rows.ts";
import type { Instances } from "./instances.ts";

/** Rows of before a field was known read as if it had not been given. */
const taskOf = (row: JobRow): TaskCreation => taskCreation.parse(row.task);

function sourceOf(row: JobRow, activeCores: number, resultDisk: string | null): TaskSource {
  return {
    id: row.id,
    name: row.name,
    shortname: row.shortname,
    task: taskOf(row),
    frames: row.settings.frames,
    jobState: row.state,
    counts: row,
    totalFrames: row.totalFrames,
    activeCores,
    frameSeconds: row.frameSeconds,
    state: row.wireState,
    previousState: row.wireBefore,
    stateAt: row.wireStateAt,
    previousStateAt: row.wireBeforeAt,
    modifiedAt: row.modifiedAt,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    charged: row.charged,
    problem: row.problem,
    resultBucket: row.deliveryBucket,
    resultDisk,
    resultsCount: row.resultsCount,
    snapshotInterval: row.snapshotInterval,
    snapshots: row.snapshotSettings,
    tags: row.tags,
  };
}

async function coresOf(ctx: Ctx, rows: readonly JobRow[]): Promise<Map<string, number>> {
  const atWork = rows.filter((row) => row.active > 0).map((row) => row.id);
  if (atWork.length === 0) return new Map();
  return new Map((await coresOfJobs(ctx.db, atWork)).map(({ jobId, cores }) => [jobId, cores]));
}

/** Disks of 2015 are buckets called by their ids. Shape: "account/name" → id */
async function disksOf(ctx: Ctx, rows: readonly JobRow[]): Promise<Map<string, string>> {
  const named = rows.filter((row) => isOfDisks(taskOf(row)));
  if (named.length === 0) return new Map();
  const found = await ctx.db.query<{ jobId: string; id: string }>(
    `select j.id as "jobId", b.id from jobs j
     join buckets b on b.account_id = j.account_id and b.name = j.delivery_bucket and b.deleted_at is null
     where j.id = any($1::uuid[])`,
    [named.map((row) => row.id)],
  );
  return new Map(found.map(({ jobId, id }) => [jobId, id]));
}

/** `s3://storage.example/bucket/key` */
const resultOf = (ctx: Ctx, row: JobRow) => {
  const host = new URL(ctx.settings.storageOrigin).host;
  return (key: string) => `s3://${host}/${row.deliveryBucket}/${key}`;
};

interface Live {
  now: Date;
  partial: number;
  runningSeconds: number;
  state: TaskSource["state"];
}

function liveOf(ctx: Ctx, source: TaskSource, running: readonly { frame: number; startedAt: Date }[]) {
  const now = new Date(ctx.clock.now());
  const progress = new Map(ctx.live.progressOf(source.id).map((told) => [told.frame, told]));
  const of = (frame: number): FrameProgress | undefined => progress.get(frame);
  const phases = running.map(({ frame }) => of(frame)?.phase);
  const live: Live = {
    now,
    partial: running.reduce((sum, { frame }) => sum + shareOf(of(frame)), 0),
    runningSeconds: running.reduce(
      (sum, { startedAt }) => sum + Math.max(0, (now.getTime() - startedAt.getTime()) / 1000),
      0,
    ),
    state: shownState(source.state, phases, isOfDisks(source.task)),
  };
  return { live, of };
}

/** Shape: `{"uuid": …, "completedInstances": […], "status": {…}}` */
function textOf(ctx: Ctx, source: TaskSource, instances: Instances): string {
  const sums = instances.sums();
  const { live, of } = liveOf(ctx, source, sums.running);
  const percent = percentOf(source, live.partial);
  const at = source.endedAt ?? live.now;
  const status = taskStatusOf({
    executionProgress: percent,
    uploadProgress: percentOf(source),
    hasStarted: source.startedAt !== null,
    instanceCount: source.totalFrames,
    executionSeconds: sums.executionSeconds + live.runningSeconds,
    overheadSeconds: sums.overheadSeconds,
    wallSeconds: wallSecondsOf(source, live.now),
    byModel: sums.byModel,
    ranges: sums.ranges,
    running: sums.running.map((one) => runningInstanceOf(one, of(one.frame), live.now)),
    timestamp: qarnotDate(at),
    lastUpdate: qarnotDate(at),
  });
  const facts = { ...taskSummaryOf(source, live), ...taskFactsOf(source, sums.ranges.failed) };
  const head = JSON.stringify(facts).slice(0, -1);
  const statusHead = JSON.stringify(status).slice(0, -1);
  return `${head},"completedInstances":[${sums.completedText}],"status":${statusHead},"executionTimeByInstanceId":[${sums.timeText}]}}`;
}

/** One JSON text for each row, in their order. */
export async function presentTasks(ctx: Ctx, rows: readonly JobRow[]): Promise<string[]> {
  const [cores, disks] = [await coresOf(ctx, rows), await disksOf(ctx, rows)];
  const instances = await ctx.instances.of(
    ctx.db,
    rows.map((row) => ({ jobId: row.id, revision: row.revision, resultOf: resultOf(ctx, row) })),
  );
  return rows.map((row) => {
    const known = instances.get(row.id);
    if (known === undefined) throw new Error(`The instances of job ${row.id} were not read.`);
    return textOf(ctx, sourceOf(row, cores.get(row.id) ?? 0, disks.get(row.id) ?? null), known);
  });
}

/** Without a look at frames: how far running ones are is taken from what nodes said. */
export async function presentSummaries(ctx: Ctx, rows: readonly JobRow[]): Promise<TaskSummary[]> {
  const cores = await coresOf(ctx, rows);
  return rows.map((row) => {
    const source = sourceOf(row, cores.get(row.id) ?? 0, null);
    const running =
      row.active > 0
        ? ctx.live.progressOf(row.id).map(({ frame }) => ({ frame, startedAt: new Date(ctx.clock.now()) }))
        : [];
    const { live } = liveOf(ctx, source, running);
    return taskSummaryOf(source, live);
  });
}
