/** What a job will cost: the sum over its frames, between the few that were probed, with how far it may be off. Pure. */
import { MICRO, price } from "./credits.ts";
import { costsOf, type Costs, type Probe, type Work } from "./probe-cost.ts";

export type { Probe, Work } from "./probe-cost.ts";

export interface Estimate {
  /** Micro-credits, whole credits like the bill. */
  low: number;
  likely: number;
  high: number;
  /** Core-seconds of the three, before rounding. */
  lowCoreSeconds: number;
  coreSeconds: number;
  highCoreSeconds: number;
}

/** What frames of the same cost differ by, and what is not seen between probes. Share of the whole. */
const NOISE = 0.07;
/** Half a range in standard deviations: nine of ten jobs are inside. */
const WIDTH = 1.65;
/** Variance of a number that may be anywhere between 0 and 1. */
const ANYWHERE = 1 / 12;

/** Sum over all frames, and how far it may be off (one standard deviation). Units: core-seconds. */
export function sumOf({ points, cold }: Costs, count: number): { mean: number; deviation: number } {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return { mean: 0, deviation: 0 };
  let sum = first.cost * (first.place + 1) + last.cost * (count - 1 - last.place);
  let variance = (cold / 2) ** 2;
  for (const [n, right] of points.slice(1).entries()) {
    const left = points[n] ?? right;
    const between = right.place - left.place - 1;
    sum += right.cost + (between * (left.cost + right.cost)) / 2;
    // It may be a slope, or a jump that is anywhere between them.
    variance += (between * (right.cost - left.cost)) ** 2 * ANYWHERE;
  }
  const doubt = points.reduce((all, point) => all + point.doubt, 0) / points.length;
  const mean = sum + cold;
  variance += (count * doubt) ** 2 + (mean * NOISE) ** 2;
  return { mean, deviation: Math.sqrt(variance) };
}

const whole = (coreSeconds: number, round: (x: number) => number): number =>
  Math.max(1, round(price(coreSeconds) / MICRO)) * MICRO;

/** Null while no probe of the work's frames is there. */
export function estimateJob(probes: readonly Probe[], work: Work): Estimate | null {
  const costs = costsOf(probes, work);
  if (costs.points.length === 0) return null;
  const { mean, deviation } = sumOf(costs, work.frames.length);
  const [lowCoreSeconds, highCoreSeconds] = [Math.max(0, mean - WIDTH * deviation), mean + WIDTH * deviation];
  return {
    low: whole(lowCoreSeconds, Math.floor),
    likely: whole(mean, Math.ceil),
    high: whole(highCoreSeconds, Math.ceil),
    lowCoreSeconds,
    coreSeconds: mean,
    highCoreSeconds,
  };
}

/** How long the job takes on so many cores. Never less than its dearest frame would: not told here, where frames are many. */
export const secondsOn = (estimate: Estimate, cores: number): number =>
  estimate.coreSeconds / Math.max(1, cores);
