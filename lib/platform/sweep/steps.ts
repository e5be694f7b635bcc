/** What has to be looked after although nobody asks: silence, forgotten things, what ended long ago. */
import { LEASE_SECONDS } from "#lib/domain/lease.ts";
import { deleteExpiredTokens } from "../accounts/rows.ts";
import type { Ctx } from "../context.ts";
import { concludeInspection } from "../inspections/finish.ts";
import { hopelessInspections, overdueInspections } from "../inspections/rows.ts";
import { MAX_INSPECTIONS } from "../inspections/take.ts";
import { tellWaitingJobs } from "../jobs/tell-waiting.ts";
import { endLease } from "../leases/end.ts";
import { liveLeases } from "../leases/rows.ts";
import { emptyNode } from "../nodes/empty.ts";
import { markLost } from "../nodes/rows.ts";
import { tellNode } from "../nodes/tell.ts";
import { discardUpload } from "../uploads/cancel.ts";
import { staleUploads } from "../uploads/rows.ts";

/** An upload nobody went on with. Units: milliseconds. */
const STALE_UPLOAD_MS = 7 * 86_400_000;

/** Leases that nobody renewed: their frames are for others. */
export async function expireLeases(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock.now());
  for (const lease of await liveLeases(ctx.db, { before })) await endLease(ctx, lease, "expired", before);
}

/** Nodes that nobody heard of: what they still hold goes back. */
export async function loseNodes(ctx: Ctx): Promise<void> {
  const lost = await markLost(ctx.db, new Date(ctx.clock.now() - LEASE_SECONDS * 1000));
  for (const node of lost) {
    ctx.log.warn("node.lost", { nodeId: node.id, name: node.name });
    await emptyNode(ctx, node.id);
    await tellNode(ctx, node.id);
  }
  if (lost.length > 0) await tellWaitingJobs(ctx);
}

/** Files that no Blender came back from, and those whose reader fell silent. */
export async function endInspections(ctx: Ctx): Promise<void> {
  const now = new Date(ctx.clock.now());
  for (const { id } of await hopelessInspections(ctx.db, now, MAX_INSPECTIONS)) {
    await concludeInspection(ctx, id, {
      kind: "unreadable",
      problem: `Blender was asked ${MAX_INSPECTIONS} times to open this file and never came back from it. If it opens on your machine, save it again and upload it once more.`,
    });
  }
  if ((await overdueInspections(ctx.db, now)).length > 0) ctx.work.hint();
}

export async function removeStaleUploads(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock.now() - STALE_UPLOAD_MS);
  for (const row of await staleUploads(ctx.db, before)) await discardUpload(ctx, row);
}

export const removeExpiredTokens = async (ctx: Ctx): Promise<void> =>
  void (await deleteExpiredTokens(ctx.db, new Date(ctx.clock.now())));
