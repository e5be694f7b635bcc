/** A node's frames: which it works on, and which it only took in advance. */
import { expect, it } from "vitest";
import type { FrameProgress } from "#lib/contract/farm/jobs.ts";
import { type JobId, newId, type NodeId } from "#lib/domain/ids.ts";
import { createLiveNodes } from "./live-nodes.ts";
import { presentNode } from "./present.ts";
import type { NodeRow } from "./rows.ts";

const at = new Date(0);
const row: NodeRow = {
  id: newId<NodeId>(),
  name: "ember",
  capabilities: {
    cores: 2,
    memoryBytes: 1,
    cpuModel: "",
    blenders: [],
    sandbox: { kind: "bubblewrap", note: "" },
  },
  presence: "online",
  load: 0,
  memoryUsedBytes: 0,
  slots: 2,
  slotsNote: "",
  connectedAt: at,
  lastSeenAt: at,
};

it("a frame that the node took in advance is in hand, and not begun", () => {
  const jobId = newId<JobId>();
  const lease = { nodeId: row.id, jobId, jobName: "a", coresPerFrame: 1 };
  const live = createLiveNodes();
  const frame: FrameProgress = { frame: 4, phase: "rendering", done: 1, total: 8, memoryBytes: null };
  live.heard({ type: "frame.progress", jobId, frames: [frame] });
  const node = presentNode(
    row,
    [
      { ...lease, frames: [5, 6] },
      { ...lease, frames: [4] },
    ],
    live,
  );
  expect(node.rendering).toEqual([{ jobId, jobName: "a", frames: [4, 5, 6], begun: [4] }]);
});
