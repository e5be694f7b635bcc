/** The machine as it is: cores, memory, processor, load. */
import { availableParallelism, cpus, freemem, loadavg, totalmem } from "node:os";
import { nominalClock } from "./clock.ts";

export interface Machine {
  cores: number;
  memoryBytes: number;
  cpuModel: string;
  /** Nominal; 0 where the system does not tell. */
  clockGHz: number;
}

/** `availableParallelism` honours the CPUs that a container or taskset leaves us. */
export const readMachine = (): Machine => ({
  cores: availableParallelism(),
  memoryBytes: Math.min(totalmem(), process.constrainedMemory() || totalmem()),
  cpuModel: cpus()[0]?.model.trim() || "unknown processor",
  clockGHz: nominalClock(cpus()[0]?.model ?? ""),
});

/** Share of all cores in use over the last minute (may be above 1), and bytes in use. */
export const readLoad = (cores: number) => ({
  load: (loadavg()[0] ?? 0) / cores,
  memoryUsedBytes: Math.max(0, totalmem() - freemem()),
});
