/**
 * What a run costs: CPU time as the kernel counts it for everything in its sandbox, memory, processes.
 *
 * Two counts, the larger holds. `times` of the shell around the sandbox is exact for all that was waited for: when the
 * sandbox's first process ends, the kernel ends and waits for the rest. Children of a process that ignores SIGCHLD are
 * in no such sum, so the tree is also looked at while it runs, process by process.
 */
import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** Units: seconds, bytes. */
export interface TreeState {
  cpuSeconds: number;
  residentBytes: number;
  /** With their threads. */
  processes: number;
}

interface Seen {
  ticks: number;
  residentBytes: number;
  threads: number;
  startedAt: string;
}

function readProcess(pid: number): Seen | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in brackets may hold anything; numbers begin after the last bracket.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return {
      ticks: Number(fields[11]) + Number(fields[12]),
      threads: Number(fields[17]),
      startedAt: fields[19] ?? "",
      residentBytes: Number(fields[21]) * PAGE_BYTES,
    };
  } catch {
    return null;
  }
}

/** Children belong to the thread that made them. */
function childrenOf(pid: number, threads: number): number[] {
  try {
    const all = threads > 1 ? readdirSync(`/proc/${pid}/task`) : [String(pid)];
    return all.flatMap((thread) => {
      const text = readFileSync(`/proc/${pid}/task/${thread}/children`, "latin1");
      return text.split(" ").flatMap((one) => (one === "" ? [] : [Number(one)]));
    });
  } catch {
    return [];
  }
}

/** Answers a function that looks at the tree below `pid` and remembers what its processes used until they were gone. */
export function createAccounting(pid: number): () => TreeState {
  let ticks = new Map<string, number>();
  let cpuTicks = 0;
  return () => {
    const state = { residentBytes: 0, processes: 0 };
    const living = new Map<string, number>();
    const queue = [pid];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      const seen = readProcess(at);
      if (seen === null) continue;
      const key = `${at} ${seen.startedAt}`;
      cpuTicks += Math.max(0, seen.ticks - (ticks.get(key) ?? 0));
      living.set(key, seen.ticks);
      state.residentBytes += seen.residentBytes;
      state.processes += Math.max(1, seen.threads);
      queue.push(...childrenOf(at, seen.threads));
    }
    ticks = living;
    return { ...state, cpuSeconds: cpuTicks / TICKS_PER_SECOND };
  };
}

/**
 * Core-seconds from what `times` prints: two lines, the shell's own and its children's, user and system.
 * Shape: "0m0.00s 0m0.00s\n1m2.50s 0m0.50s" → 63. Zero where it printed nothing: it was killed with the run.
 */
export function secondsOfTimes(text: string): number {
  const all = [...text.matchAll(/(\d+)m([\d.]+)s/g)];
  return all.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
}

/** Runs the command behind it, then says what everything in it used on descriptor 3, which the command does not get. */
export const TIMED = '"$@" 3>&-; status=$?; times >&3; exit $status';
