/**
 * A node without a Blender, for rows that measure the platform alone: it says that it is a machine no other is, so that
 * jobs which ask for that machine are its own, and delivers tiny files as fast as it is told to.
 */
import { createFarm } from "#lib/client/index.ts";
import type { RenderLease } from "#lib/contract/farm/nodes.ts";
import { type LeaseId, newId, type NodeId } from "#lib/domain/ids.ts";

export const STAND_IN_CPU = "Hearth Bench Stand-in 9000";

/** Longer, and the platform takes it for dead some seconds later. Units: milliseconds. */
const SILENT_MS = 2000;

const TINY = Buffer.from("a picture");

export interface StandInNode {
  /** Frames of one lease, or null when there is nothing. */
  take(): Promise<RenderLease | null>;
  deliver(lease: RenderLease): Promise<void>;
  /** Says how far what it holds is; every second or so, or the leases end. */
  beat(): Promise<void>;
}

export async function startStandInNode(api: string, credential: string): Promise<StandInNode> {
  const farm = createFarm({ baseUrl: api, credential });
  const nodeId = newId<NodeId>();
  await farm.nodes.register({
    body: {
      nodeId,
      name: "stand-in",
      capabilities: {
        cores: 64,
        memoryBytes: 64e9,
        cpuModel: STAND_IN_CPU,
        clockGHz: 3,
        blenders: [
          { version: "3.4.1", engines: ["CYCLES"], denoisers: ["OPENIMAGEDENOISE"], devices: ["CPU"] },
        ],
        sandbox: { kind: "bubblewrap", note: "" },
      },
    },
  });
  const held = new Map<LeaseId, RenderLease>();
  let beats = 0;
  let beatenAt = 0;
  const beat = async () => {
    beats += 1;
    beatenAt = performance.now();
    const leases = [...held.values()].map(({ leaseId, frames }) => ({
      leaseId,
      frames: frames.map(({ frame }) => ({
        frame,
        phase: "rendering" as const,
        done: beats % 128,
        total: 128,
        memoryBytes: 1e8,
        busyCores: 1.9,
      })),
    }));
    await farm.nodes.heartbeat({
      params: { nodeId },
      body: { load: 0.5, memoryUsedBytes: 1e9, slots: 8, slotsNote: "", leases },
    });
  };
  return {
    beat,
    async take() {
      if (performance.now() - beatenAt > SILENT_MS) await beat();
      const body = { nodeId, openSources: [], slots: 8, coresPerFrame: 2, waitSeconds: 0 };
      const lease = await farm.leases.acquire({ body });
      if (lease?.kind !== "render") return null;
      held.set(lease.leaseId, lease);
      return lease;
    },
    async deliver(lease) {
      for (const { frame, outputUrl } of lease.frames) {
        const put = await fetch(outputUrl, { method: "PUT", body: TINY });
        await put.body?.cancel();
        await farm.leases.finish({
          params: { leaseId: lease.leaseId, frame },
          body: {
            seconds: 8,
            coreSeconds: 0.1,
            peakMemoryBytes: 1e8,
            log: "Saved",
            sizeBytes: TINY.length,
            hasPreview: false,
            hasThumbnail: false,
          },
        });
      }
      held.delete(lease.leaseId);
    },
  };
}
