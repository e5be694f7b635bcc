/** A node holds nothing any more: its frames, inspections and scene models go back at once instead of at their deadlines. */
import type { NodeId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { giveBackInspections } from "../inspections/rows.ts";
import { giveBackModels } from "../scene-models/rows.ts";
import { endLease } from "../leases/end.ts";
import { liveLeases } from "../leases/rows.ts";

export async function emptyNode(ctx: Ctx, nodeId: NodeId): Promise<void> {
  for (const lease of await liveLeases(ctx.db, { nodeId })) await endLease(ctx, lease, "expired");
  const given = (await giveBackInspections(ctx.db, nodeId)) + (await giveBackModels(ctx.db, nodeId));
  if (given > 0) ctx.work.hint();
}
