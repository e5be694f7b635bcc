/** Does a snapshot: copies what is finished and wanted, and says how far it is. Safe to do again. */
import { fileFilterOf, resultPathOf } from "#lib/contract/translate/results.ts";
import { ensureBucket } from "../buckets/create.ts";
import { type Ctx, systemContext } from "../context.ts";
import { framesWithOutput } from "../frames/rows.ts";
import { commitJobChange } from "../jobs/change.ts";
import { type JobRow, lockJob, readJob } from "../jobs/rows.ts";
import { takenBy } from "./match-files.ts";
import { lastRevision, saveSnapshot, type SnapshotRow } from "./snapshot-rows.ts";

interface File {
  key: string;
  path: string;
  sizeBytes: number;
}

/** Finished files that the last snapshot with the same settings has not. */
async function filesOf(ctx: Ctx, job: JobRow, snapshot: SnapshotRow): Promise<File[]> {
  const since = await lastRevision(ctx.db, job.id, snapshot.settings);
  const files = (await framesWithOutput(ctx.db, job.id))
    .filter((frame) => frame.revision > since || frame.revision === 0)
    .flatMap((frame) =>
      frame.outputKey === null || frame.fileName === null
        ? []
        : [
            {
              key: frame.outputKey,
              path: resultPathOf(job.task, frame.frame, frame.fileName),
              sizeBytes: frame.sizeBytes ?? 0,
            },
          ],
    );
  const filter = fileFilterOf(snapshot.settings, job.task.constants);
  const taken = new Set(
    takenBy(
      filter,
      files.map((file) => file.path),
    ),
  );
  return files.filter((file) => taken.has(file.path));
}

async function copyAll(ctx: Ctx, job: JobRow, snapshot: SnapshotRow): Promise<void> {
  const files = await filesOf(ctx, job, snapshot);
  const now = () => new Date(ctx.clock.now());
  const row = { ...snapshot, state: "inProgress" as SnapshotRow["state"] };
  row.sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  await saveSnapshot(ctx.db, { ...row, changedAt: now() });
  const { bucket, bucketPrefix } = snapshot.settings;
  const { folder } = await ensureBucket(ctx.db, {
    accountId: job.accountId,
    name: bucket ?? job.deliveryBucket,
    kind: "result",
    now: now(),
  });
  for (const file of files) {
    await ctx.objects.copy(
      { bucket: job.resultBucket, key: file.key },
      { bucket: folder, key: `${bucketPrefix ?? ""}${file.path}` },
    );
    row.copiedBytes += file.sizeBytes;
  }
  await saveSnapshot(ctx.db, { ...row, state: "success", changedAt: now() });
  // Clients look for new files when this number grows.
  if (files.length === 0) return;
  await ctx.db.transaction(async (tx) => {
    const locked = await lockJob(tx, job.id);
    if (locked === undefined) return;
    locked.resultsCount += 1;
    await commitJobChange(ctx, tx, locked, { frames: [] });
  });
}

export async function takeSnapshot(given: Ctx, snapshot: SnapshotRow): Promise<void> {
  // The request that asked may be over before it is done.
  const ctx = systemContext(given);
  const job = await readJob(ctx.db, snapshot.jobId);
  try {
    if (job !== undefined) await copyAll(ctx, job, snapshot);
  } catch (error) {
    await saveSnapshot(ctx.db, { ...snapshot, state: "failure", changedAt: new Date(ctx.clock.now()) });
    throw error;
  }
}
