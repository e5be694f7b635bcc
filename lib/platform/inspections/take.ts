/** Hands a source's .blend to a node to be read. */
import type { Inspection } from "#lib/contract/farm/nodes.ts";
import type { Ctx } from "../context.ts";
import type { NodeRow } from "../nodes/rows.ts";
import { presentSource } from "../sources/present.ts";
import { readSource } from "../sources/rows.ts";
import { handOutInspection, takeOpenInspection } from "./rows.ts";

/** A file that ends three Blenders is told to be unreadable. */
export const MAX_INSPECTIONS = 3;
/** Fetching and opening a large production file takes minutes, not more. Units: milliseconds. */
const INSPECTION_MS = 5 * 60_000;

export async function takeInspection(ctx: Ctx, node: NodeRow): Promise<Inspection | null> {
  if (node.capabilities.blenders.length === 0) return null;
  const taken = await ctx.db.transaction(async (tx) => {
    const now = ctx.clock.now();
    const open = await takeOpenInspection(tx, new Date(now), MAX_INSPECTIONS);
    if (open === undefined) return null;
    await handOutInspection(tx, open.id, node.id, new Date(now + INSPECTION_MS));
    return { id: open.id, source: await readSource(tx, open.sourceId) };
  });
  if (taken?.source === undefined) return null;
  return { kind: "inspection", inspectionId: taken.id, source: await presentSource(ctx, taken.source) };
}
