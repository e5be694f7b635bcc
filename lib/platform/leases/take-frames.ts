/** Takes frames of one job for a node: queue, frames, attempts, lease, counters and events in one transaction. */
import type { RenderLease, ScriptLease } from "#lib/contract/farm/nodes.ts";
import { framesUnderCap } from "#lib/domain/cap.ts";
import { type LeaseId, newId } from "#lib/domain/ids.ts";
import { framesPerLease, LEASE_SECONDS } from "#lib/domain/lease.ts";
import { outputFileName } from "#lib/domain/output.ts";
import { scriptEnvironment, type ScriptSettings } from "#lib/domain/script.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { beginAttempts, endAttempts } from "../frames/attempt-rows.ts";
import { activateFrames, type FrameRow, framesInStates, lockFrames } from "../frames/rows.ts";
import { commitJobChange } from "../jobs/change.ts";
import { type JobRow, lockJob, readJob } from "../jobs/rows.ts";
import type { NodeRow } from "../nodes/rows.ts";
import { roomInPool } from "../pools/room.ts";
import type { Delivery } from "../queue/queue.ts";
import { presentSource } from "../sources/present.ts";
import { readSource } from "../sources/rows.ts";
import { openedSecrets } from "../secrets/for-task.ts";
import { openedConstants } from "../tasks/secret-constants.ts";
import type { AcquireBody } from "./acquire.ts";
import type { Choice } from "./choose-job.ts";
import { outputKeys } from "./output-keys.ts";
import { insertLease } from "./rows.ts";

interface Taken {
  job: JobRow;
  leaseId: LeaseId;
  frames: FrameRow[];
}

/** Frames that may be rendered now; a delivery of one that may not is taken off the queue. */
async function renderable(
  ctx: Ctx,
  tx: Transaction,
  job: JobRow,
  deliveries: Delivery[],
): Promise<Delivery[]> {
  const rows = await lockFrames(
    tx,
    job.id,
    deliveries.map((d) => d.frame),
  );
  const byFrame = new Map(rows.map((row) => [row.frame, row]));
  const stale = deliveries.filter((d) => {
    const state = byFrame.get(d.frame)?.state;
    return state !== "queued" && state !== "active";
  });
  if (stale.length > 0)
    await ctx.queue.cancel(
      tx,
      job.id,
      stale.map((d) => d.frame),
    );
  // The queue saw a node die before our own sweep did: its attempt is lost, and its lease can finish nothing more.
  const lost = rows.filter((row) => row.state === "active").map((row) => row.frame);
  if (lost.length > 0) {
    const at = new Date(ctx.clock.now());
    await endAttempts(tx, job.id, lost, at, "lost", "The node was not heard from any more.");
    job.active -= lost.length;
    job.queued += lost.length;
  }
  return deliveries.filter((d) => !stale.includes(d));
}

async function farmSlots(tx: Transaction, own: number): Promise<number> {
  const rows = await tx.query<{ slots: number }>(
    "select coalesce(sum(slots), 0)::int as slots from nodes where presence = 'online'",
  );
  return Math.max(own, rows[0]?.slots ?? 0);
}

async function take(ctx: Ctx, node: NodeRow, choice: Choice, body: AcquireBody): Promise<Taken | null> {
  return ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, choice.jobId);
    if (job === undefined || job.queued === 0 || job.isPaused) return null;
    // Blenders share a node's cores as it measured; commands take one each.
    const own = job.script === null ? body.slots : node.capabilities.cores;
    const slots = await farmSlots(tx, own);
    const room = await roomInPool(ctx, tx, job);
    const fitting = framesPerLease({ remaining: job.queued, slots, secondsPerFrame: job.secondsPerFrame });
    const wanted = Math.min(fitting, room, framesUnderCap(job));
    if (wanted === 0) return null;
    const deliveries = await renderable(ctx, tx, job, await ctx.queue.take(tx, job.id, wanted));
    if (deliveries.length === 0) return null;
    const now = ctx.clock.now();
    const at = new Date(now);
    const leaseId = newId<LeaseId>(now);
    await insertLease(tx, {
      id: leaseId,
      jobId: job.id,
      nodeId: node.id,
      coresPerFrame: job.script === null ? body.coresPerFrame : 1,
      createdAt: at,
      deadline: new Date(now + LEASE_SECONDS * 1000),
    });
    const rows = await activateFrames(tx, job.id, { id: leaseId, nodeName: node.name }, deliveries);
    await beginAttempts(tx, rows, at);
    job.queued -= rows.length;
    job.active += rows.length;
    job.startedAt ??= at;
    job.blenderVersion = choice.build?.version ?? null;
    await commitJobChange(ctx, tx, job, { frames: rows });
    return { job, leaseId, frames: rows.sort((a, b) => a.frame - b.frame) };
  });
}

/**
 * Frames that are queued in the table and missing in the queue (it was dropped while the job was opened again) are
 * published anew. With the job's row locked nobody else can be holding them.
 */
async function republish(ctx: Ctx, choice: Choice): Promise<void> {
  await ctx.queue.open(choice.jobId);
  await ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, choice.jobId);
    if (job === undefined || job.queued === 0 || job.isPaused) return;
    const queued = (await framesInStates(tx, job.id, ["queued"])).map((f) => f.frame);
    await ctx.queue.cancel(tx, job.id, queued);
    await ctx.queue.publish(tx, job.id, queued);
    ctx.log.warn("queue.republished", { jobId: job.id, frames: queued.length });
  });
}

/** Null too when the job's queue itself is gone. */
async function takeOrMissing(
  ctx: Ctx,
  node: NodeRow,
  choice: Choice,
  body: AcquireBody,
): Promise<Taken | null> {
  try {
    return await take(ctx, node, choice, body);
  } catch (error) {
    if (error instanceof Error && /queue .* does not exist/i.test(error.message)) return null;
    throw error;
  }
}

/** Null when the job has nothing left by now. */
export async function takeFrames(
  ctx: Ctx,
  node: NodeRow,
  choice: Choice,
  body: AcquireBody,
): Promise<RenderLease | ScriptLease | null> {
  let taken = await takeOrMissing(ctx, node, choice, body);
  if (taken === null) {
    const [left] = await ctx.db.query<{ poolUuid: string | null }>(
      "select task->>'poolUuid' as \"poolUuid\" from jobs where id = $1 and queued > 0 and deleted_at is null and not is_paused",
      [choice.jobId],
    );
    const held = await readJob(ctx.db, choice.jobId);
    if (held === undefined || framesUnderCap(held) === 0) return null;
    if (left === undefined || (await roomInPool(ctx, ctx.db, { task: left })) === 0) return null;
    await republish(ctx, choice);
    taken = await take(ctx, node, choice, body);
  }
  return taken === null ? null : presentLease(ctx, taken, choice);
}

/** Probes with samples of their own are asked for when no others are open: a lease's frames agree on them. */
function settingsFor({ settings }: JobRow, frames: readonly FrameRow[]): RenderLease["settings"] {
  const samples = frames[0]?.samples ?? null;
  return samples === null ? settings : { ...settings, samples };
}

async function presentLease(ctx: Ctx, taken: Taken, choice: Choice): Promise<RenderLease | ScriptLease> {
  const { job, leaseId, frames } = taken;
  if (job.script !== null) return presentScriptLease(ctx, { ...taken, script: job.script });
  const source = await readSource(ctx.db, job.sourceId);
  if (source === undefined || choice.build === null)
    throw new Error(`Job ${job.id} has no source to render, or nothing to render it with.`);
  return {
    kind: "render",
    leaseId,
    jobId: job.id,
    source: await presentSource(ctx, source),
    settings: settingsFor(job, frames),
    blenderVersion: choice.build.version,
    frames: await Promise.all(
      frames.map(async ({ frame, attempt }) => {
        const fileName = outputFileName(frame, job.settings.format, job.fileExtension);
        const keys = outputKeys(leaseId, fileName);
        return {
          frame,
          attempt,
          fileName,
          outputUrl: await ctx.objects.signedPut(job.resultBucket, keys.output),
          thumbnailUrl: await ctx.objects.signedPut(job.resultBucket, keys.thumbnail),
          previewUrl: await ctx.objects.signedPut(job.resultBucket, keys.preview),
        };
      }),
    ),
    queuedBehind: job.queued,
  };
}

async function presentScriptLease(
  ctx: Ctx,
  { job, script, leaseId, frames }: Taken & { script: ScriptSettings },
): Promise<ScriptLease> {
  const source = await readSource(ctx.db, job.sourceId);
  if (source === undefined) throw new Error(`Job ${job.id} has no source to work on.`);
  // Read anew for each lease: who changes a secret need not submit again.
  const secrets = await openedSecrets(ctx, job.accountId, job.task.secretsAccessRights);
  const constants = openedConstants(ctx, job.task.constants);
  return {
    kind: "script",
    leaseId,
    jobId: job.id,
    source: await presentSource(ctx, source),
    ...script,
    frames: frames.map(({ frame, attempt }) => ({
      frame,
      attempt,
      environment: scriptEnvironment({ secrets, constants }, frame, job.totalFrames),
    })),
    queuedBehind: job.queued,
  };
}
