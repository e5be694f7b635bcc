/**
 * The processor's clock. Linux tells it in two places, and virtual machines only in the second: what a governor set
 * (cpufreq, kHz) and what the kernel measured (/proc/cpuinfo, MHz).
 */
import { readdirSync, readFileSync } from "node:fs";

const CPUFREQ = "/sys/devices/system/cpu";

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
const rounded = (gigahertz: number): number => Math.round(gigahertz * 1000) / 1000;

/** Shape: "cpu MHz\t\t: 2596.152\n…" of each core → GHz; 0 where none is told. */
export function clockIn(cpuInfo: string): number {
  const clocks = [...cpuInfo.matchAll(/^cpu MHz\s*:\s*([\d.]+)/gm)].map((found) => Number(found[1]));
  return rounded(mean(clocks) / 1000);
}

/** Shape: "Intel(R) Core(TM) i7-6700K CPU @ 4.00GHz" → 4 */
export function clockInName(model: string): number {
  return Number(/@\s*([\d.]+)\s*GHz/i.exec(model)?.[1] ?? 0);
}

function governed(file: string): number {
  let cores: string[];
  try {
    cores = readdirSync(CPUFREQ).filter((name) => /^cpu\d+$/.test(name));
  } catch {
    cores = [];
  }
  const clocks = cores
    .map((core) => Number(textOf(`${CPUFREQ}/${core}/cpufreq/${file}`)))
    .filter((kHz) => kHz > 0);
  return rounded(mean(clocks) / 1e6);
}

/** GHz as the processor is sold: its name's, its base clock, or what it runs at now. 0: the system does not tell. */
export const nominalClock = (model: string): number =>
  clockInName(model) || governed("base_frequency") || clockIn(textOf("/proc/cpuinfo"));

/** Asking every core of a large machine takes milliseconds, and nobody watches a clock that closely. Units: milliseconds. */
const REMEMBERED_MS = 10_000;
let last = { at: Number.NEGATIVE_INFINITY, clock: 0 };

/** GHz now, over all cores. 0: the system does not tell. */
export function currentClock(now = Date.now()): number {
  if (now - last.at > REMEMBERED_MS)
    last = { at: now, clock: governed("scaling_cur_freq") || clockIn(textOf("/proc/cpuinfo")) };
  return last.clock;
}
