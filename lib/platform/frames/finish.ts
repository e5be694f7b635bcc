/**
 * leases.finish: where a frame becomes completed. One transaction: queue, frame, attempt, ledger, job, events.
 * Fenced three times: the lease lives, the frame is under it, the queue's delivery is still its own.
 */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { price } from "#lib/domain/credits.ts";
import type { LeaseId } from "#lib/domain/ids.ts";
import { outputFileName } from "#lib/domain/output.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { PlatformError } from "../errors.ts";
import { commitJobChange } from "../jobs/change.ts";
import { chargeJob } from "../jobs/money.ts";
import { isOutOfCredits, pauseForCredits } from "../jobs/pause.ts";
import { type JobRow, lockJob, readJob } from "../jobs/rows.ts";
import { decideStart } from "../quotes/decide.ts";
import { lookCloser } from "../quotes/look-closer.ts";
import { outputKeys } from "../leases/output-keys.ts";
import { type LeaseRow, readLease } from "../leases/rows.ts";
import { deliverResult, takeBackResult } from "../tasks/results.ts";
import { readNode } from "../nodes/rows.ts";
import { type AttemptEnd, endAttempt, outcomeOf } from "./attempt-rows.ts";
import { deliveryOf, endLeaseWhenDone, leaseExpired, lockHeldFrame } from "./held-frame.ts";
import { completeFrame, type Delivered, type FrameRow } from "./rows.ts";

type Report = ParsedOf<Api["leases"]["finish"]>["body"];
type Measured =
  | "seconds"
  | "coreSeconds"
  | "setupCoreSeconds"
  | "samplingCoreSeconds"
  | "isCold"
  | "peakMemoryBytes";
type Keys = ReturnType<typeof outputKeys>;

/** A node's clock and ours differ a little, and a heartbeat may be late. Units: seconds. */
const CLOCK_SLACK = 5;

/** What is believed of the core-seconds told: never more than all of the node's cores since the lease began. */
export function believedCoreSeconds(told: number, sinceLeaseSeconds: number, cores: number): number {
  return Math.min(told, (Math.max(0, sinceLeaseSeconds) + CLOCK_SLACK) * cores);
}

/** No core draws more. Units: watts. */
const MOST_WATTS_PER_CORE = 1000;
export const believedJoules = (told: number, coreSeconds: number): number =>
  Math.min(told, coreSeconds * MOST_WATTS_PER_CORE);

/** Storage has what the node says it sent. Outside the transaction: storage may be far away. */
async function verifyStored(ctx: Ctx, bucket: string, keys: Keys, body: Report): Promise<void> {
  const head = await ctx.objects.head(bucket, keys.output);
  if (head === null) throw new PlatformError("invalid", "The frame's file is not in storage. Send it first.");
  if (head.sizeBytes === 0) throw new PlatformError("invalid", "The frame's file in storage is empty.");
  if (head.sizeBytes !== body.sizeBytes) {
    throw new PlatformError(
      "invalid",
      `The frame's file in storage has ${head.sizeBytes} bytes, not the ${body.sizeBytes} told. Send it again.`,
    );
  }
}

function meanOf(job: JobRow, seconds: number): number {
  if (job.secondsPerFrame === null) return seconds;
  return job.secondsPerFrame + (seconds - job.secondsPerFrame) / Math.max(1, job.completed + 1);
}

/** What the frame left before it was done again; nobody points to it any more. */
export function removeReplaced(
  ctx: Ctx,
  tx: Transaction,
  bucket: string,
  keys: readonly (string | null)[],
): void {
  for (const key of keys) {
    if (key === null) continue;
    tx.afterCommit(() => {
      ctx.objects
        .remove(bucket, key)
        .catch((error: unknown) => ctx.log.warn("object.remove_failed", { bucket, key, error }));
    });
  }
}

interface Held {
  job: JobRow;
  lease: LeaseRow;
  frame: FrameRow;
}

/** The held frame is completed, charged and told. `stored`: what it left in storage. */
export async function complete(
  ctx: Ctx,
  tx: Transaction,
  held: Held,
  done: {
    body: Omit<AttemptEnd, "outcome"> & Pick<Report, Measured | "joules">;
    stored: Omit<Delivered, Measured | "finishedAt">;
    cores: number;
  },
): Promise<void> {
  const { job, lease, frame } = held;
  const { body, stored } = done;
  const at = new Date(ctx.clock.now());
  const wall = (at.getTime() - lease.createdAt.getTime()) / 1000;
  const coreSeconds = believedCoreSeconds(body.coreSeconds, wall, done.cores);
  const { seconds, peakMemoryBytes } = body;
  const row = await completeFrame(tx, job.id, frame.frame, {
    seconds,
    coreSeconds,
    setupCoreSeconds: body.setupCoreSeconds ?? null,
    samplingCoreSeconds: body.samplingCoreSeconds ?? null,
    isCold: body.isCold ?? false,
    peakMemoryBytes,
    ...stored,
    finishedAt: at,
  });
  await endAttempt(tx, lease.id, frame.frame, at, { outcome: "delivered", ...body, coreSeconds });
  await endLeaseWhenDone(tx, lease, at);
  job.secondsPerFrame = meanOf(job, seconds);
  job.coreSeconds += coreSeconds;
  job.frameSeconds += seconds;
  if (body.joules !== undefined) {
    job.measuredJoules += believedJoules(body.joules, coreSeconds);
    job.measuredCoreSeconds += coreSeconds;
  }
  job.resultsCount += stored.resultKeys.length;
  job.active -= 1;
  job.completed += 1;
  const why = { note: `${job.name}: frame ${frame.frame}`, frame: frame.frame, leaseId: lease.id };
  // Probes are the farm's own question: free of charge.
  const due = job.probe === null ? price(coreSeconds) : 0;
  const sums = await chargeJob(ctx, tx, job, due, why);
  if (sums !== null && isOutOfCredits(job, sums.balance) && job.queued > 0) pauseForCredits(job);
  if (job.probe !== null) await lookCloser(ctx, tx, job);
  await commitJobChange(ctx, tx, job, { frames: [row], sums });
  const { outputKey, thumbnailKey, previewKey } = frame;
  removeReplaced(ctx, tx, job.resultBucket, [outputKey, thumbnailKey, previewKey]);
}

/** Before anything is looked at in storage: is the frame still this lease's? Errors: lease_expired. */
export async function readHeld(
  ctx: Ctx,
  leaseId: LeaseId,
  frame: number,
): Promise<{ lease: LeaseRow; job: JobRow } | "delivered"> {
  const lease = await readLease(ctx.db, leaseId);
  const job = lease && (await readJob(ctx.db, lease.jobId));
  if (lease === undefined || job === undefined) throw leaseExpired();
  if ((await outcomeOf(ctx.db, leaseId, frame)) === "delivered") return "delivered";
  if (lease.endedAt !== null) throw leaseExpired();
  return { lease, job };
}

/** Locks all that completing a frame changes, takes it off the queue, and lets `act` complete it. */
export async function completeHeld(
  ctx: Ctx,
  lease: LeaseRow,
  frame: number,
  act: (tx: Transaction, held: Held, cores: number) => Promise<void>,
): Promise<void> {
  const cores = (await readNode(ctx.db, lease.nodeId))?.capabilities.cores ?? 1;
  await ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, lease.jobId);
    const held = job && (await lockHeldFrame(tx, job, lease.id, frame));
    // The same report, twice at once: the first one did it.
    if (held === "delivered") return;
    if (job === undefined || held === undefined) throw leaseExpired();
    if (!(await ctx.queue.finish(tx, job.id, deliveryOf(held.frame)))) throw leaseExpired();
    await act(tx, { job, ...held }, cores);
  });
}

export async function finishFrame(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["leases"]["finish"]>,
): Promise<void> {
  const { leaseId, frame } = params;
  const held = await readHeld(ctx, leaseId, frame);
  if (held === "delivered") return;
  const { lease, job } = held;
  const fileName = outputFileName(frame, job.settings.format, job.fileExtension);
  const keys = outputKeys(leaseId, fileName);
  await verifyStored(ctx, job.resultBucket, keys, body);
  const resultKeys = await deliverResult(ctx, job, { frame, fileName, outputKey: keys.output });
  const stored = {
    fileName,
    outputKey: keys.output,
    thumbnailKey: body.hasThumbnail ? keys.thumbnail : null,
    previewKey: body.hasPreview ? keys.preview : null,
    sizeBytes: body.sizeBytes,
    resultCount: 0,
    resultKeys,
  };
  try {
    await completeHeld(ctx, lease, frame, (tx, locked, cores) =>
      complete(ctx, tx, locked, { body, stored, cores }),
    );
  } catch (error) {
    await takeBackResult(ctx, job, frame, resultKeys);
    throw error;
  }
  // The frame is delivered whatever becomes of that; the sweep tries again.
  if (job.probe?.start)
    await decideStart(ctx, job.id).catch((error: unknown) =>
      ctx.log.error("quote.undecided", { quoteId: job.id, error }),
    );
}
