/**
 * What the processors draw, as they tell it themselves (RAPL, read through Linux's powercap; Intel and AMD). A frame gets
 * the share of its CPU time in all CPU time of the machine meanwhile. Most machines let only root read it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CpuTime, readCpuTime } from "./measure.ts";

const POWERCAP = "/sys/class/powercap";
/** Sooner than any counter turns round: 65 kJ at 250 W last 260 s. Units: milliseconds. */
const LOOK_MS = 60_000;

export interface EnergyMeter {
  /** From now on. Answers how to end it: core-seconds of the frame → its joules; null where nothing is measured. */
  begin(): (coreSeconds: number) => number | null;
  close(): void;
}

interface Package {
  file: string;
  /** Where the counter begins again at 0. Units: microjoules. */
  turn: number;
  last: number;
}

/** Whole processors: their cores and memory have counters of their own below them. */
function findPackages(root: string): Package[] {
  try {
    return readdirSync(root)
      .filter((name) => /^intel-rapl:\d+$/.test(name))
      .map((name) => {
        const file = join(root, name, "energy_uj");
        return { file, turn: readNumber(join(root, name, "max_energy_range_uj")), last: readNumber(file) };
      });
  } catch {
    // No such interface (a virtual machine), or not for us: the administrator's figure holds.
    return [];
  }
}

/** Errors: the file system's; one that holds no number. */
function readNumber(file: string): number {
  const value = Number(readFileSync(file, "utf8"));
  if (!Number.isFinite(value)) throw new Error(`${file} holds no number.`);
  return value;
}

export function openEnergyMeter(root = POWERCAP, cpuTime: () => CpuTime = readCpuTime): EnergyMeter {
  const packages = findPackages(root);
  let isBroken = packages.length === 0;
  let joules = 0;
  const look = () => {
    try {
      for (const one of packages) {
        const now = readNumber(one.file);
        joules += (now >= one.last ? now - one.last : one.turn - one.last + now) / 1e6;
        one.last = now;
      }
    } catch {
      isBroken = true;
    }
    return joules;
  };
  const timer = isBroken ? undefined : setInterval(look, LOOK_MS);
  timer?.unref();
  return {
    begin() {
      if (isBroken) return () => null;
      const before = { joules: look(), cpu: cpuTime() };
      return (coreSeconds) => {
        const drawn = look() - before.joules;
        const busySeconds = (cpuTime().busy - before.cpu.busy) / 1000;
        if (isBroken || busySeconds <= 0) return null;
        return drawn * Math.min(1, coreSeconds / busySeconds);
      };
    },
    close: () => clearInterval(timer),
  };
}
