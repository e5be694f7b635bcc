/** tasks.get and tasks.list: jobs in Qarnot's words. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { taskCreation, type TaskOutput } from "#lib/contract/qarnot/task.ts";
import { taskFromJob } from "#lib/contract/translate/task.ts";
import { MAX_FRAMES } from "#lib/domain/frame-range.ts";
import { bucketByFolder } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { type FrameRow, listFrames } from "../frames/rows.ts";
import { accountOf } from "../policy.ts";
import { jobFor } from "./get.ts";
import { presentJob } from "./present.ts";
import { type JobRow, listJobRows } from "./rows.ts";

/** A listing of more than this is read by pages, which Qarnot has other calls for. */
const MOST_TASKS = 200;

/** Qarnot's shape has no thumbnails, so none is signed. */
const bare = (row: FrameRow) => ({ ...row, thumbnailUrl: null });

async function presentTask(ctx: Ctx, row: JobRow): Promise<TaskOutput> {
  const frames = await listFrames(ctx.db, row.id, { offset: 0, limit: MAX_FRAMES });
  return taskFromJob({
    job: await presentJob(ctx.db, row),
    frames: frames.map(bare),
    progress: ctx.live.progressOf(row.id),
    task: taskCreation.parse(row.task),
    resultBucket: (await bucketByFolder(ctx.db, row.resultBucket))?.name ?? row.resultBucket,
    now: new Date(ctx.clock.now()).toISOString(),
  });
}

export const getTask = async (ctx: Ctx, { params }: ParsedOf<Api["tasks"]["get"]>): Promise<TaskOutput> =>
  presentTask(ctx, await jobFor(ctx, "read", params.jobId));

export async function listTasks(ctx: Ctx): Promise<TaskOutput[]> {
  const rows = await listJobRows(ctx.db, { accountId: accountOf(ctx.actor).accountId, limit: MOST_TASKS });
  const tasks: TaskOutput[] = [];
  for (const row of rows) tasks.push(await presentTask(ctx, row));
  return tasks;
}
