/** Looks after a run while it works: time, memory, processes, and what it writes. The first limit that it passes ends it. */
import { readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { BlenderFailure } from "../blender/failure.ts";
import type { TreeState } from "./accounting.ts";
import { measureFolder } from "./folder.ts";
import type { ScriptLimits } from "./sandbox.ts";

const LOOK_MS = 250;
/** Looking through a folder may take a twentieth of the time, however many files are in it. */
const FOLDER_SHARE = 20;
/** The node keeps this much of its disk and memory for everybody else. */
const LEAST_DISK_SHARE = 0.02;
const LEAST_MEMORY_SHARE = 0.03;

const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20).toLocaleString("en")} MiB`;

/** Share of the machine's memory that is still to be had, 0 … 1. */
function memoryLeft(): number {
  const text = readFileSync("/proc/meminfo", "latin1");
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
  return of("MemTotal") > 0 ? of("MemAvailable") / of("MemTotal") : 1;
}

function tooMuchOf(state: TreeState, limits: ScriptLimits, seconds: number): BlenderFailure | null {
  if (seconds > limits.seconds)
    return new BlenderFailure(
      "script_timeout",
      `The command ran for ${limits.seconds.toLocaleString("en")} seconds and was ended.`,
    );
  if (state.residentBytes > limits.memoryBytes)
    return new BlenderFailure(
      "script_memory",
      `The command took more than the ${mib(limits.memoryBytes)} of memory that one run may have.`,
    );
  if (state.processes > limits.processes)
    return new BlenderFailure(
      "script_memory",
      `The command started more than the ${limits.processes} processes and threads that one run may have.`,
    );
  if (memoryLeft() < LEAST_MEMORY_SHARE)
    return new BlenderFailure("script_memory", "The node ran out of memory while the command ran.");
  return null;
}

/** `look` is asked four times a second. `onTooMuch` is told once. */
export function watchRun(options: {
  folder: string;
  limits: ScriptLimits;
  look: () => TreeState;
  onTooMuch: (reason: BlenderFailure) => void;
}): { stop(): void } {
  const { folder, limits } = options;
  const startedAt = performance.now();
  let isOver = false;
  const end = (reason: BlenderFailure) => {
    if (isOver) return;
    isOver = true;
    options.onTooMuch(reason);
  };
  const timer = setInterval(() => {
    const reason = tooMuchOf(options.look(), limits, (performance.now() - startedAt) / 1000);
    if (reason !== null) end(reason);
  }, LOOK_MS);

  const lookAtDisk = async () => {
    const before = await measureFolder(folder, Number.POSITIVE_INFINITY);
    const most = before.entries + limits.entries;
    for (;;) {
      const from = performance.now();
      const { blocks, bavail } = await statfs(folder);
      if (bavail < blocks * LEAST_DISK_SHARE)
        end(new BlenderFailure("disk_full", "The node's disk is nearly full."));
      const now = await measureFolder(folder, most);
      if (now.entries > most)
        end(
          new BlenderFailure(
            "script_results",
            `The command wrote more than ${limits.entries.toLocaleString("en")} files and folders.`,
          ),
        );
      if (now.bytes - before.bytes > limits.folderBytes)
        end(new BlenderFailure("script_results", `The command wrote more than ${mib(limits.folderBytes)}.`));
      if (isOver) return;
      const rest = Math.max(LOOK_MS, (performance.now() - from) * FOLDER_SHARE);
      await new Promise((resolve) => setTimeout(resolve, rest).unref());
    }
  };
  lookAtDisk().catch((error: unknown) =>
    end(new BlenderFailure("sandbox_failed", `The run's folder can't be looked at: ${String(error)}`)),
  );
  return {
    stop() {
      isOver = true;
      clearInterval(timer);
    },
  };
}
