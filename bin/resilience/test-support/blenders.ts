/** The Blender processes of a node, told apart for good: a process id is used again, one with its start time is not. */
import { readdir, readFile } from "node:fs/promises";
import { pause } from "#lib/time.ts";

export interface Process {
  pid: number;
  /** Ticks since boot. */
  startedAt: string;
  /** CPU used so far. Units: ticks. */
  ticks: number;
}

async function read(pid: number): Promise<(Process & { name: string; parent: number }) | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  const end = stat.lastIndexOf(")");
  if (end < 0) return null;
  const fields = stat.slice(end + 2).split(" ");
  if (fields[0] === "Z") return null;
  return {
    pid,
    name: stat.slice(stat.indexOf("(") + 1, end),
    parent: Number(fields[1]),
    ticks: Number(fields[11]) + Number(fields[12]),
    startedAt: fields[19] ?? "",
  };
}

/** Every living Blender below the process. */
export async function blendersBelow(root: number): Promise<Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = (await Promise.all(pids.map(read))).filter((one) => one !== null);
  const parents = new Map(all.map((one) => [one.pid, one.parent]));
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return all.filter((one) => one.name.startsWith("blender") && isBelow(one.pid));
}

/** Those of `before` that still live, with what they used by now. */
export async function survivors(before: readonly Process[]): Promise<Process[]> {
  const now = await Promise.all(before.map(({ pid }) => read(pid)));
  return now.filter((one, i) => one !== null && one.startedAt === before[i]?.startedAt) as Process[];
}

/** Those of `some` that compute: they used the processor in the last moment. */
export async function computing(some: readonly Process[]): Promise<Process[]> {
  const before = await survivors(some);
  await pause(200);
  const after = await survivors(before);
  return after.filter((one) => one.ticks > (before.find((b) => b.pid === one.pid)?.ticks ?? 0) + 2);
}
