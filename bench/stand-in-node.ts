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

/** What it delivers for a frame: the file, and a small picture where pages are looked at. */
export interface StandInPicture {
  output: Buffer;
  thumbnail: Buffer;
}

export interface StandInNode {
  /** Frames of one lease, or null when there is nothing. */
  take(): Promise<RenderLease | null>;
  /** `only`: one of the lease's frames, so that they end one by one. */
  deliver(lease: RenderLease, only?: number): Promise<void>;
  /** When it said of each frame that it is done. Units: milliseconds since 1970. */
  saidAt: ReadonlyMap<number, number>;
  /** Says how far what it holds is; every second or so, or the leases end. */
  beat(): Promise<void>;
}

const send = async (url: string, bytes: Buffer): Promise<void> => {
  const put = await fetch(url, { method: "PUT", body: new Uint8Array(bytes) });
  await put.body?.cancel();
};

export async function startStandInNode(
  api: string,
  credential: string,
  pictureOf: ((frame: number) => StandInPicture) | null = null,
): Promise<StandInNode> {
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
  const saidAt = new Map<number, number>();
  const done = new Map<LeaseId, number>();
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
    saidAt,
    async take() {
      if (performance.now() - beatenAt > SILENT_MS) await beat();
      const body = { nodeId, openSources: [], slots: 8, coresPerFrame: 2, waitSeconds: 0 };
      const lease = await farm.leases.acquire({ body });
      if (lease?.kind !== "render") return null;
      held.set(lease.leaseId, lease);
      return lease;
    },
    async deliver(lease, only) {
      const frames = lease.frames.filter(({ frame }) => only === undefined || frame === only);
      for (const { frame, outputUrl, thumbnailUrl } of frames) {
        const { output, thumbnail } = pictureOf?.(frame) ?? { output: TINY, thumbnail: null };
        await send(outputUrl, output);
        if (thumbnail !== null) await send(thumbnailUrl, thumbnail);
        saidAt.set(frame, Date.now());
        await farm.leases.finish({
          params: { leaseId: lease.leaseId, frame },
          body: {
            seconds: 8,
            coreSeconds: 0.1,
            peakMemoryBytes: 1e8,
            log: "Saved",
            sizeBytes: output.length,
            hasPreview: false,
            hasThumbnail: thumbnail !== null,
          },
        });
      }
      done.set(lease.leaseId, (done.get(lease.leaseId) ?? 0) + frames.length);
      if (done.get(lease.leaseId) === lease.frames.length) held.delete(lease.leaseId);
    },
  };
}
