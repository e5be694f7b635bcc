/** nodes.register and nodes.leave. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Node } from "#lib/contract/farm/nodes.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { endLease } from "../leases/end.ts";
import { liveLeases } from "../leases/rows.ts";
import { tellWaitingJobs } from "../jobs/tell-waiting.ts";
import { emptyNode } from "./empty.ts";
import { readNode, setPresence, upsertNode } from "./rows.ts";
import { tellNode } from "./tell.ts";

/** It has just started, so it holds nothing: leases it had before are handed out again at once. */
export async function registerNode(ctx: Ctx, { body }: ParsedOf<Api["nodes"]["register"]>): Promise<Node> {
  await ctx.db.transaction((tx) =>
    upsertNode(tx, {
      id: body.nodeId,
      name: body.name,
      capabilities: body.capabilities,
      at: new Date(ctx.clock.now()),
    }),
  );
  ctx.live.forget(`keep:${body.nodeId}`);
  await emptyNode(ctx, body.nodeId);
  await tellWaitingJobs(ctx);
  ctx.work.hint();
  return tellNode(ctx, body.nodeId);
}

export async function leaveNode(ctx: Ctx, { params }: ParsedOf<Api["nodes"]["leave"]>): Promise<void> {
  if ((await readNode(ctx.db, params.nodeId)) === undefined) throw notFound("node");
  await setPresence(ctx.db, params.nodeId, "offline");
  ctx.live.forget(`keep:${params.nodeId}`);
  for (const lease of await liveLeases(ctx.db, { nodeId: params.nodeId }))
    await endLease(ctx, lease, "released");
  await emptyNode(ctx, params.nodeId);
  await tellWaitingJobs(ctx);
  await tellNode(ctx, params.nodeId);
}
