/**
 * nodes.heartbeat: lives, and how far its frames are. Every second from every node, so it is written down only every
 * KEEP_SECONDS; between, it carries progress to watchers and revoked leases back, without a query.
 */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { FrameProgress } from "#lib/contract/farm/jobs.ts";
import type { Api } from "#lib/contract/index.ts";
import type { JobId, LeaseId } from "#lib/domain/ids.ts";
import { KEEP_SECONDS, LEASE_SECONDS } from "#lib/domain/lease.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { noteRendering } from "../jobs/rendering.ts";
import { deliveriesOf, readLease, renewLeases } from "../leases/rows.ts";
import { publishVolatile } from "../outbox/volatile.ts";
import type { Delivery } from "../queue/queue.ts";
import { keepNode } from "./rows.ts";
import { tellNode } from "./tell.ts";

type Beat = ParsedOf<Api["nodes"]["heartbeat"]>;

/** Renews what the node holds, in the tables and in the queue. Answers the leases that are no longer its own. */
async function keep(ctx: Ctx, { params, body }: Beat): Promise<LeaseId[]> {
  const now = ctx.clock.now();
  const isKnown = await keepNode(ctx.db, { ...body, id: params.nodeId, at: new Date(now) });
  if (!isKnown) throw notFound("node");
  const named = body.leases.map((lease) => lease.leaseId);
  if (named.length === 0) return [];
  const deadline = new Date(now + LEASE_SECONDS * 1000);
  const live = new Set((await renewLeases(ctx.db, params.nodeId, named, deadline)).map((row) => row.id));
  const byJob = Map.groupBy(await deliveriesOf(ctx.db, [...live]), (held) => held.jobId);
  for (const [jobId, held] of byJob) await ctx.queue.keep(jobId, held satisfies readonly Delivery[]);
  return named.filter((id) => !live.has(id));
}

async function jobOfLease(ctx: Ctx, leaseId: LeaseId): Promise<JobId | undefined> {
  const known = ctx.live.jobOf(leaseId);
  if (known !== undefined) return known;
  const jobId = (await readLease(ctx.db, leaseId))?.jobId;
  if (jobId !== undefined) ctx.live.setJobOf(leaseId, jobId);
  return jobId;
}

/** Tells watchers of each job how far its frames are, if that changed. */
async function tellProgress(ctx: Ctx, { params, body }: Beat): Promise<void> {
  const byJob = new Map<JobId, FrameProgress[]>();
  for (const { leaseId, frames } of body.leases) {
    if (frames.length === 0 || ctx.live.isRevoked(leaseId)) continue;
    const jobId = await jobOfLease(ctx, leaseId);
    if (jobId !== undefined) byJob.set(jobId, [...(byJob.get(jobId) ?? []), ...frames]);
  }
  for (const [jobId, frames] of byJob) {
    if (frames.some((frame) => frame.phase !== "fetching")) await noteRendering(ctx, jobId);
    if (!ctx.live.isNews(`${params.nodeId}:${jobId}`, JSON.stringify(frames))) continue;
    await publishVolatile(ctx.db, { type: "frame.progress", jobId, frames });
  }
}

/** Errors: not_found when the node has to register again. */
export async function heartbeat(ctx: Ctx, beat: Beat): Promise<ReplyOf<Api["nodes"]["heartbeat"]>> {
  const { nodeId } = beat.params;
  const now = ctx.clock.now();
  const keptAt = ctx.live.lastAt(`keep:${nodeId}`);
  const revoked = new Set(beat.body.leases.map((l) => l.leaseId).filter((id) => ctx.live.isRevoked(id)));
  if (keptAt === undefined || now - keptAt >= KEEP_SECONDS * 1000 - 250) {
    for (const id of await keep(ctx, beat)) revoked.add(id);
    ctx.live.mark(`keep:${nodeId}`, now);
    await tellNode(ctx, nodeId);
  }
  await tellProgress(ctx, beat);
  return { revoked: [...revoked] };
}
