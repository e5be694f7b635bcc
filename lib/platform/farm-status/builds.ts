/** farm.builds: which node has which Blenders, so that a form can name those that could open a file. */
import type { NodeBuilds } from "#lib/contract/farm/nodes.ts";
import type { Ctx } from "../context.ts";
import { listNodeRows } from "../nodes/rows.ts";

/** A node that was away for longer is not waited for. Units: milliseconds. */
const REMEMBERED_MS = 30 * 86_400_000;

export async function listBuilds(ctx: Ctx): Promise<NodeBuilds[]> {
  const since = ctx.clock.now() - REMEMBERED_MS;
  return (await listNodeRows(ctx.db))
    .filter((row) => row.presence === "online" || row.lastSeenAt.getTime() >= since)
    .map((row) => ({
      name: row.name,
      isOnline: row.presence === "online",
      blenders: row.capabilities.blenders,
    }));
}
