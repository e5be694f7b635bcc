/** What a process and its descendants cost, as the kernel counts it (/proc). */
import { readFileSync } from "node:fs";

/** Linux answers times in ticks of a hundredth of a second on every machine we know (USER_HZ). */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

export interface TreeCost {
  /** Of the living, and of dead children that were waited for. Units: seconds. */
  cpuSeconds: number;
  residentBytes: number;
}

/** Zeros for a process that is gone. */
export function readTree(pid: number): TreeCost {
  const cost = { cpuSeconds: 0, residentBytes: 0 };
  const visit = (one: number) => {
    try {
      const stat = readFileSync(`/proc/${one}/stat`, "latin1");
      // The name in brackets may hold anything; numbers begin after the last bracket.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const ticks = [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0);
      cost.cpuSeconds += ticks / TICKS_PER_SECOND;
      cost.residentBytes += Number(fields[21]) * PAGE_BYTES;
      for (const child of readFileSync(`/proc/${one}/task/${one}/children`, "latin1").split(" "))
        if (child !== "") visit(Number(child));
    } catch {
      // It ended between two reads.
    }
  };
  if (pid > 0) visit(pid);
  return cost;
}
