/** Scene models as pages see them. */
import type { SceneModel } from "#lib/contract/farm/scene-models.ts";
import type { Ctx } from "../context.ts";
import { onlineNodes } from "../nodes/rows.ts";
import { placeOf } from "./place.ts";
import type { SceneModelRow } from "./rows.ts";

/** Why nothing happens for now; null while a node will take it. */
async function whyItWaits(ctx: Ctx): Promise<string | null> {
  const nodes = await onlineNodes(ctx.db);
  if (nodes.length === 0) return "No node is online. It is made as soon as one is.";
  const can = nodes.some((node) => node.capabilities.blenders.some((build) => build.exports === true));
  return can
    ? null
    : "No node that is online can export scenes: its Blender lacks numpy (Debian: apt install python3-numpy).";
}

export async function presentModel(ctx: Ctx, row: SceneModelRow): Promise<SceneModel> {
  return {
    id: row.id,
    accountId: row.accountId,
    state: row.state,
    problem: row.state === "waiting" ? await whyItWaits(ctx) : row.problem,
    url: row.state === "ready" ? await ctx.objects.signedGet(...placeOf(row)) : null,
    sizeBytes: row.sizeBytes,
    facts: row.facts,
  };
}
