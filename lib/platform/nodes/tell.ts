/** Tells watchers of the nodes' page how one node is. Volatile: at most once a second a node. */
import type { Node } from "#lib/contract/farm/nodes.ts";
import type { NodeId } from "#lib/domain/ids.ts";
import type { Platform } from "../context.ts";
import { notFound } from "../errors.ts";
import { publishVolatile } from "../outbox/volatile.ts";
import { presentNode } from "./present.ts";
import { readNode, workOfNodes } from "./rows.ts";

/** What one message holds of a large node's work; the list of nodes has all of it. */
const MOST_JOBS = 10;
const MOST_FRAMES = 50;

/** Errors: not_found. */
export async function tellNode(platform: Platform, nodeId: NodeId): Promise<Node> {
  const row = await readNode(platform.db, nodeId);
  if (row === undefined) throw notFound("node");
  const node = presentNode(row, await workOfNodes(platform.db, nodeId), platform.live);
  const rendering = node.rendering
    .slice(0, MOST_JOBS)
    .map((r) => ({ ...r, frames: r.frames.slice(0, MOST_FRAMES), begun: r.begun.slice(0, MOST_FRAMES) }));
  await publishVolatile(platform.db, { type: "node.changed", node: { ...node, rendering } });
  return node;
}
