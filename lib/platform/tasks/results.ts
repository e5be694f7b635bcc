/**
 * A finished frame's file in the bucket that its owner named: a second name of the file that the lease delivered, which
 * stays where the portal looks for it. Made before the frame is told as completed, so whoever hears of it finds it.
 */
import { resultPathOf, resultsFilterOf } from "#lib/contract/translate/results.ts";
import { ensureBucket } from "../buckets/create.ts";
import type { BucketRow } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { listResults } from "../frames/result-rows.ts";
import { readFrame } from "../frames/rows.ts";
import type { JobRow } from "../jobs/rows.ts";
import { PatternError, takenBy } from "./match-files.ts";

/** Made again when its owner removed it meanwhile. */
export const deliveryBucketOf = (ctx: Ctx, job: JobRow): Promise<BucketRow> =>
  ensureBucket(ctx.db, {
    accountId: job.accountId,
    name: job.deliveryBucket,
    kind: "result",
    now: new Date(ctx.clock.now()),
  });

const keyOf = (job: JobRow, frame: number, fileName: string): string =>
  `${job.task.resultsBucketPrefix ?? ""}${resultPathOf(job.task, frame, fileName)}`;

function isTaken(ctx: Ctx, job: JobRow, key: string): boolean {
  try {
    return takenBy(resultsFilterOf(job.task), [key]).length === 1;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    // It was good when the job was made, and is not for this name: the owner gets the file rather than nothing.
    ctx.log.warn("results.pattern_failed", { jobId: job.id, error });
    return true;
  }
}

/** Answers the file's key in the delivery bucket; none where the owner's filter leaves it out. A file of that name is replaced. */
export async function deliverResult(
  ctx: Ctx,
  job: JobRow,
  done: { frame: number; fileName: string; outputKey: string },
): Promise<string[]> {
  if (job.deliveryBucket === "") return [];
  const key = keyOf(job, done.frame, done.fileName);
  if (!isTaken(ctx, job, key)) return [];
  const { folder } = await deliveryBucketOf(ctx, job);
  await ctx.objects.copy({ bucket: job.resultBucket, key: done.outputKey }, { bucket: folder, key });
  return [key];
}

/** The delivery was refused: the file there becomes again what the frame shows, or nothing when it shows nothing. */
export async function takeBackResult(
  ctx: Ctx,
  job: JobRow,
  frame: number,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  const row = await readFrame(ctx.db, job.id, frame);
  if (row !== undefined && row.outputKey !== null && row.fileName !== null) {
    await deliverResult(ctx, job, { frame, fileName: row.fileName, outputKey: row.outputKey });
    return;
  }
  const { folder } = await deliveryBucketOf(ctx, job);
  for (const key of keys) await ctx.objects.remove(folder, key);
}

/** What a run of a command left, under its own paths: runs that write the same path replace each other's there. */
export async function deliverFiles(
  ctx: Ctx,
  job: JobRow,
  files: readonly { path: string; key: string }[],
): Promise<string[]> {
  if (job.deliveryBucket === "") return [];
  const keys: string[] = [];
  const { folder } = await deliveryBucketOf(ctx, job);
  for (const file of files) {
    const key = `${job.task.resultsBucketPrefix ?? ""}${file.path}`;
    if (!isTaken(ctx, job, key)) continue;
    await ctx.objects.copy({ bucket: job.resultBucket, key: file.key }, { bucket: folder, key });
    keys.push(key);
  }
  return keys;
}

/** As takeBackResult: what the frame left before is there again. */
export async function takeBackFiles(
  ctx: Ctx,
  job: JobRow,
  frame: number,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  const back = new Set(await deliverFiles(ctx, job, await listResults(ctx.db, job.id, frame)));
  const { folder } = await deliveryBucketOf(ctx, job);
  for (const key of keys) if (!back.has(key)) await ctx.objects.remove(folder, key);
}
