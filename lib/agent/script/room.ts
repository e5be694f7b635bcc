/** Where the node's commands run: their folders, their numbers, and how many there are. */
import { mkdir } from "node:fs/promises";
import type { ScriptLease } from "#lib/contract/farm/nodes.ts";
import { BlenderFailure } from "../blender/failure.ts";
import type { SandboxWay } from "../blender/sandbox.ts";
import type { InHand } from "../hands.ts";
import type { Machine } from "../machine.ts";
import { removeFolder } from "./folder.ts";
import { runFrame, type ScriptTools } from "./run-frame.ts";
import { scriptLimits } from "./sandbox.ts";

/** Of the machine's memory, for all commands together; the rest is Blender's, the cache's and the servers'. */
const MEMORY_SHARE = 0.8;

export interface ScriptRoom {
  /** Never throws. */
  run(frame: InHand<ScriptLease>): Promise<void>;
  running(): number;
  /** Resolves when none runs. */
  closed(): Promise<void>;
}

/** The lowest number that nobody has. */
function createSlots(): ScriptTools["slots"] {
  const taken = new Set<number>();
  return {
    take() {
      let slot = 0;
      while (taken.has(slot)) slot++;
      taken.add(slot);
      return slot;
    },
    giveBack: (slot) => void taken.delete(slot),
  };
}

/** Clears what an earlier agent left in the folder. */
export async function openScriptRoom(
  options: Pick<ScriptTools, "fetch" | "reports" | "folder"> & { way: SandboxWay | null; machine: Machine },
): Promise<ScriptRoom> {
  const { way, machine } = options;
  await removeFolder(options.folder);
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  // One core each: so many run at once, and none may starve the others.
  const limits = scriptLimits(Math.max(2 ** 29, (machine.memoryBytes * MEMORY_SHARE) / machine.cores));
  const slots = createSlots();
  const going = new Set<Promise<void>>();
  return {
    run(frame) {
      const refused = new BlenderFailure("sandbox_failed", "The node has no sandbox, so it ran nothing.");
      const cost = { seconds: 0, coreSeconds: 0, peakMemoryBytes: null, log: "" };
      if (way === null || way === "open") {
        options.reports.send(
          { kind: "failed", frame, cost, failure: refused.code, message: refused.message },
          null,
        );
        return Promise.resolve();
      }
      const run = runFrame(frame, { ...options, way, limits, slots }).finally(() => going.delete(run));
      going.add(run);
      return run;
    },
    running: () => going.size,
    closed: async () => void (await Promise.all(going)),
  };
}
