/** A node holds nothing any more: its frames and inspections go back at once instead of at their deadlines. */
import type { NodeId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { giveBackInspections } from "../inspections/rows.ts";
import { endLease } from "../leases/end.ts";
import { liveLeases } from "../leases/rows.ts";

export async function emptyNode(ctx: Ctx, nodeId: NodeId): Promise<void> {
  for (const lease of await liveLeases(ctx.db, { nodeId })) await endLease(ctx, lease, "expired");
  if ((await giveBackInspections(ctx.db, nodeId)) > 0) ctx.work.hint();
}
