/**
 * tasks.snapshot, periodicSnapshot and snapshotStatus. A snapshot puts what is finished into a bucket: a second name of each
 * file that its filters take. It is a row first, so that one whose platform died is done by the next.
 */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { SnapshotWanted } from "#lib/contract/qarnot/snapshot.ts";
import { type SnapshotSettings } from "#lib/contract/translate/task.ts";
import { qarnotDate } from "#lib/contract/translate/words.ts";
import { isEnded } from "#lib/domain/job.ts";
import { isBucketName } from "#lib/domain/bucket.ts";
import type { Ctx } from "../context.ts";
import { invalidField, notFound, PlatformError } from "../errors.ts";
import { commitJobChange } from "../jobs/change.ts";
import { type JobRow, lockJob } from "../jobs/rows.ts";
import { taskFor } from "./find.ts";
import { checkPattern, PatternError } from "./match-files.ts";
import { insertSnapshot, readSnapshot, type SnapshotRow } from "./snapshot-rows.ts";
import { takeSnapshot } from "./take-snapshot.ts";

/** What was asked over what the task was made with. Errors: invalid. */
function settingsOf(job: JobRow, wanted: SnapshotWanted): SnapshotSettings {
  const { task } = job;
  const settings = {
    whitelist: wanted.whitelist || task.snapshotWhitelist || null,
    blacklist: wanted.blacklist || task.snapshotBlacklist || null,
    bucket: wanted.bucket || task.snapshotBucket || null,
    bucketPrefix: wanted.bucketPrefix || task.snapshotBucketPrefix || null,
  };
  if (settings.bucket !== null && !isBucketName(settings.bucket))
    throw invalidField("bucket", `"${settings.bucket.slice(0, 80)}" is no bucket name.`);
  for (const field of ["whitelist", "blacklist"] as const) {
    try {
      const pattern = settings[field];
      if (pattern !== null) checkPattern(pattern);
    } catch (error) {
      if (error instanceof PatternError) throw invalidField(field, error.message);
      throw error;
    }
  }
  return settings;
}

/** Shape: "snap_<uuid>_20260102030405" */
const idOf = (jobId: string, at: Date): string =>
  `snap_${jobId}_${at.toISOString().slice(0, 19).replace(/\D/g, "")}`;

/** A row of the state "triggered". Two in one second are told apart by the second that follows. */
export async function triggerSnapshot(
  ctx: Ctx,
  job: JobRow,
  settings: SnapshotSettings,
): Promise<SnapshotRow> {
  const now = ctx.clock.now();
  for (let later = 0; ; later++) {
    const row: SnapshotRow = {
      id: idOf(job.id, new Date(now + later * 1000)),
      jobId: job.id,
      settings,
      state: "triggered",
      sizeBytes: 0,
      copiedBytes: 0,
      revision: job.revision,
      createdAt: new Date(now),
      changedAt: new Date(now),
    };
    if (await insertSnapshot(ctx.db, row)) return row;
  }
}

const shown = (row: SnapshotRow): ReplyOf<Api["tasks"]["snapshot"]> => ({
  id: row.id,
  taskUuid: row.jobId,
  triggerDate: qarnotDate(row.createdAt),
  lastUpdateDate: qarnotDate(row.changedAt),
  snapshotConfig: row.settings,
  status: row.state,
  sizeToUpload: row.sizeBytes,
  transferredSize: row.copiedBytes,
});

/** Answers at once; the files follow. Errors: invalid. */
export async function snapshotTask(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["tasks"]["snapshot"]>,
): Promise<ReplyOf<Api["tasks"]["snapshot"]>> {
  const job = await taskFor(ctx, "change", params.jobId);
  const row = await triggerSnapshot(ctx, job, settingsOf(job, body));
  takeSnapshot(ctx, row).catch((error: unknown) => ctx.log.error("snapshot.failed", { id: row.id, error }));
  return shown(row);
}

/** Every so many seconds until the task ends; 0 ends it now. Errors: invalid when the task has ended. */
export async function periodicSnapshot(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["tasks"]["periodicSnapshot"]>,
): Promise<void> {
  const { id } = await taskFor(ctx, "change", params.jobId);
  await ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, id);
    if (job === undefined) throw notFound("task");
    if (isEnded(job.state) && body.interval > 0)
      throw new PlatformError("invalid", "The task has ended; there is nothing new to take.");
    job.snapshotInterval = body.interval;
    job.snapshotSettings = settingsOf(job, body);
    job.snapshotAt = body.interval > 0 ? new Date(ctx.clock.now() + body.interval * 1000) : null;
    await commitJobChange(ctx, tx, job, { frames: [] });
  });
}

export async function snapshotStatus(
  ctx: Ctx,
  { params }: ParsedOf<Api["tasks"]["snapshotStatus"]>,
): Promise<ReplyOf<Api["tasks"]["snapshotStatus"]>> {
  const job = await taskFor(ctx, "read", params.jobId);
  const row = await readSnapshot(ctx.db, job.id, params.snapshot);
  if (row === undefined) throw notFound("snapshot");
  return shown(row);
}
