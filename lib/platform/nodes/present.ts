/** Node rows as the contract shows them. */
import type { Node } from "#lib/contract/farm/nodes.ts";
import type { NodeState } from "#lib/domain/node.ts";
import type { LiveNodes } from "./live-nodes.ts";
import type { NodeRow, NodeWork } from "./rows.ts";

/** Cores that a node's leases keep busy; never more than it has. */
export const busyCoresOf = (row: NodeRow, work: readonly NodeWork[]): number =>
  Math.min(
    row.capabilities.cores,
    work.reduce((sum, lease) => sum + lease.coresPerFrame * lease.frames.length, 0),
  );

function stateOf(row: NodeRow, isBusy: boolean): NodeState {
  if (row.presence !== "online") return row.presence;
  return isBusy ? "busy" : "idle";
}

/** `work`: this node's live leases. `live`: which of their frames nodes said to have begun. */
export function presentNode(
  row: NodeRow,
  work: readonly NodeWork[],
  live: Pick<LiveNodes, "progressOf">,
): Node {
  const rendering = new Map<string, Node["rendering"][number]>();
  for (const { jobId, jobName, frames } of work) {
    const known = rendering.get(jobId) ?? { jobId, jobName, frames: [], begun: [] };
    const all = [...known.frames, ...frames].sort((a, b) => a - b);
    const heard = new Set(live.progressOf(jobId).map((progress) => progress.frame));
    rendering.set(jobId, { ...known, frames: all, begun: all.filter((frame) => heard.has(frame)) });
  }
  return {
    id: row.id,
    name: row.name,
    state: stateOf(row, work.length > 0),
    capabilities: row.capabilities,
    load: row.load,
    memoryUsedBytes: row.memoryUsedBytes,
    busyCores: busyCoresOf(row, work),
    slots: row.slots,
    slotsNote: row.slotsNote,
    lastSeenAt: row.lastSeenAt.toISOString(),
    connectedAt: row.connectedAt.toISOString(),
    rendering: [...rendering.values()],
  };
}
