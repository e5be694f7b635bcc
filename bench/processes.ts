/** What Linux tells of a server's processes: who they are, what CPU they used, what memory they hold. */
import { readdirSync, readFileSync } from "node:fs";

/** USER_HZ, 100 on every Linux we know. */
const TICKS_PER_SECOND = 100;

export interface ProcessFacts {
  pid: number;
  parent: number;
  name: string;
  /** Own user and system time. */
  cpuSeconds: number;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It ended between the listing and the reading.
    return null;
  }
}

function readProcess(pid: number): ProcessFacts | null {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name stands in parentheses and may hold spaces; the fields follow the last one.
  const end = stat.lastIndexOf(")");
  const fields = stat.slice(end + 2).split(" ");
  return {
    pid,
    name: stat.slice(stat.indexOf("(") + 1, end),
    parent: Number(fields[1]),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
  };
}

/** The process and everything below it. */
export function processTree(root: number): ProcessFacts[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  const inside = new Set([root]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { pid, parent } of all)
      if (inside.has(parent) && !inside.has(pid)) {
        inside.add(pid);
        grew = true;
      }
  }
  return all.filter(({ pid }) => inside.has(pid));
}

export const isBlender = ({ name }: ProcessFacts): boolean => name.startsWith("blender");

/** Units: bytes; 0 when the process is gone. */
export function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`) ?? "")?.[1];
  return Number(kib ?? 0) * 1024;
}

/** Time that the process's first thread was on a CPU. Units: milliseconds, to the nanosecond. */
export function mainThreadMs(pid: number): number {
  return Number((readText(`/proc/${pid}/schedstat`) ?? "0").split(" ")[0]) / 1e6;
}

/** Keeps the last CPU time seen of each process below `root`, those that end meanwhile too. */
export function watchCpu(root: number, everyMs = 200): { stop(): Map<number, ProcessFacts> } {
  const last = new Map<number, ProcessFacts>();
  const look = () => {
    for (const facts of processTree(root)) last.set(facts.pid, facts);
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      look();
      return last;
    },
  };
}
