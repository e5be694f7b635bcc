/** tasks.clone, retry, resume and recover: a new task made of an old one, of all its instances or of those that did not succeed. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { spansOf } from "#lib/contract/translate/ranges.ts";
import type { FrameState } from "#lib/domain/frame.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { framesInStates } from "../frames/rows.ts";
import type { JobRow } from "../jobs/rows.ts";
import { taskFor } from "./find.ts";
import { openedConstants } from "./secret-constants.ts";
import { submitOne } from "./submit.ts";

type Given = ParsedOf<Api["tasks"]["clone"]>;
type Made = { uuid: JobId; guid: JobId };

/** What one of them again would not be: its own name among others, and old words for what is said in new ones. */
const NOT_COPIED = { shortname: null, frameCount: null };

const given = (body: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).filter(([, value]) => value !== null),
  );

async function make(ctx: Ctx, job: JobRow, body: unknown, ranges?: string): Promise<Made> {
  const changes = given(body);
  const task: Record<string, unknown> = {
    ...job.task,
    constants: openedConstants(ctx, job.task.constants),
    tags: job.tags,
    ...NOT_COPIED,
    ...changes,
  };
  // Either way of naming buckets replaces the other, and so do ranges and counts.
  if (changes.resourceBuckets !== undefined && changes.advancedResourceBuckets === undefined)
    task.advancedResourceBuckets = [];
  if (changes.advancedResourceBuckets !== undefined) task.resourceBuckets = [];
  if (changes.instanceCount !== undefined && changes.advancedRanges === undefined) task.advancedRanges = null;
  if (ranges !== undefined) Object.assign(task, { advancedRanges: ranges, instanceCount: null });
  const uuid = await submitOne(ctx, task);
  return { uuid, guid: uuid };
}

export async function cloneTask(ctx: Ctx, { params, body }: Given): Promise<Made> {
  return make(ctx, await taskFor(ctx, "change", params.jobId), body);
}

/** The same for instances in these states. Errors: invalid when there are none. */
const again =
  (states: FrameState[], word: string) =>
  async (ctx: Ctx, { params, body }: Given): Promise<Made> => {
    const job = await taskFor(ctx, "change", params.jobId);
    const frames = await framesInStates(ctx.db, job.id, states);
    if (frames.length === 0) throw new PlatformError("invalid", `The task has no ${word} instance.`);
    return make(ctx, job, body, spansOf(frames.map((f) => f.frame)));
  };

export const retryTask = again(["failed"], "failed");
export const resumeTask = again(["canceled"], "cancelled");
export const recoverTask = again(["failed", "canceled"], "failed or cancelled");
