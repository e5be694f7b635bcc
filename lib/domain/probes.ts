/** Which frames a quote looks at, how small, and where it looks again. Pure; all probes together take a small share of the job. */
import { costsOf, type Point, type Probe, type Work } from "./probe-cost.ts";
import { sumOf } from "./quote.ts";

/** Share of the job's cost that all probes may take. */
export const PROBE_SHARE = 0.05;
/** More is looked at only within this: the job may turn out cheaper than it seems. */
const ROOM_SHARE = 0.8 * PROBE_SHARE;
/** What the first look aims at in pixels and samples: scenes take time to set up too, and more is looked at later. */
const AIMED_SHARE = 0.015;

/** So many everywhere if there is room; with those where times differ; and one more for the growth of samples. */
const [EVERYWHERE, MOST] = [5, 9];
export const MAX_PROBES = MOST + 1;
/** At once. */
const TOGETHER = 2;
/** Neighbours that differ by more than this are looked at between. */
const DIFFERENT = 1.3;
/** What an unseen stretch between equal neighbours may differ by; only puts long gaps before short ones. */
const UNSEEN = 0.1;

/** Of a frame's pixels. A picture of less says little of what is seen; one of more is no probe. */
const [LEAST_PIXELS, MOST_PIXELS] = [1 / 64, 1 / 4];
/** Of a frame's samples; and as many as tell anything. */
const SAMPLES_SHARE = 1 / 4;
const LEAST_SAMPLES = 4;

/** Jobs as short as this are looked at whole. */
const SHORT = 3;

/** Small pictures with few samples. Shape: 60 frames of 64 samples → half the side, 16 samples */
export function probeSize(frames: number, samples: number | null): { scale: number; samples: number | null } {
  const isShort = frames <= SHORT;
  const few =
    samples === null || isShort
      ? samples
      : Math.min(samples, Math.max(LEAST_SAMPLES, Math.round(samples * SAMPLES_SHARE)));
  const times = samples === null || few === null ? 1 : few / samples;
  // As many pictures as are looked at first, and one with all samples.
  const pictures = isShort ? frames : SHORT * times + (times < 1 ? 1 : 0);
  const pixels = Math.min(MOST_PIXELS, Math.max(LEAST_PIXELS, (AIMED_SHARE * frames) / pictures));
  return { scale: Math.sqrt(pixels), samples: few };
}

/** The frames to look at first: both ends and the middle. Shape: 1 … 100 → 1, 51, 100 */
export function firstProbes(frames: readonly number[]): number[] {
  if (frames.length <= SHORT) return [...frames];
  const last = frames.length - 1;
  return [0, Math.round(last / 2), last].flatMap((place) => frames[place] ?? []);
}

export interface Look {
  frames: number[];
  /** Null: as many as the first ones had. */
  samples: number | null;
}

const middleOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** A neighbour of the middle with all samples: how many of them are really taken only a picture with all of them tells. */
function lookAtSamples(
  probes: readonly Probe[],
  points: readonly Point[],
  work: Work,
  room: number,
): Look | null {
  const few = Math.min(...probes.map((one) => one.samples ?? Number.POSITIVE_INFINITY));
  const { samples } = work;
  if (samples === null || few >= samples || probes.some((one) => one.samples === samples)) return null;
  const sampling = middleOf(probes.map((one) => one.samplingCoreSeconds ?? 0));
  const cost = middleOf(probes.map((one) => one.coreSeconds)) + sampling * (samples / few - 1);
  if (sampling === 0 || cost > room) return null;
  const seen = new Set(points.map((one) => one.place));
  const middle = points[Math.floor(points.length / 2)]?.place ?? 0;
  const beside = [middle + 1, middle - 1].find((place) => !seen.has(place));
  const frame = beside === undefined ? undefined : work.frames[beside];
  return frame === undefined ? null : { frames: [frame], samples };
}

const differ = (a: Point, b: Point): boolean =>
  Math.max(a.cost, b.cost) > DIFFERENT * Math.max(1e-6, Math.min(a.cost, b.cost));

/**
 * Between neighbours, the most uncertain first; after the first few only where they differ. A first frame that differs is told
 * from a slope by its very neighbour, because many scenes only warm up on it.
 */
function lookBetween(points: readonly Point[], work: Work, most: number, isEnough: boolean): Look | null {
  const gaps = points.slice(1).flatMap((right, n) => {
    const left = points[n] ?? right;
    const between = right.place - left.place - 1;
    if (between < 1 || (isEnough && !differ(left, right))) return [];
    const isFirst = left.place === 0 && left.cost > right.cost && differ(left, right);
    const place = isFirst ? 1 : Math.round((left.place + right.place) / 2);
    return [{ place, doubt: between * (Math.abs(right.cost - left.cost) + UNSEEN * right.cost) }];
  });
  const frames = gaps
    .sort((a, b) => b.doubt - a.doubt)
    .slice(0, Math.max(0, most))
    .flatMap(({ place }) => work.frames[place] ?? []);
  return frames.length === 0 ? null : { frames, samples: null };
}

/** What to look at next, now that all that was asked for is there. Null: enough was seen, or there is no room for more. */
export function nextProbes(probes: readonly Probe[], work: Work): Look | null {
  const costs = costsOf(probes, work);
  if (costs.points.length === 0 || work.frames.length <= SHORT) return null;
  const { mean, deviation } = sumOf(costs, work.frames.length);
  const spent = probes.reduce((sum, probe) => sum + probe.coreSeconds, 0);
  const room = Math.max(0, mean - deviation) * ROOM_SHARE - spent;
  const samples = lookAtSamples(probes, costs.points, work, room);
  if (samples !== null) return samples;
  const each = middleOf(probes.map((probe) => probe.coreSeconds));
  // The one with all samples tells of samples, not of another place.
  const seen = probes.length - (new Set(probes.map((probe) => probe.samples)).size > 1 ? 1 : 0);
  const most = Math.min(TOGETHER, MOST - seen, Math.floor(room / Math.max(1e-6, each)));
  return lookBetween(costs.points, work, most, seen >= EVERYWHERE);
}
