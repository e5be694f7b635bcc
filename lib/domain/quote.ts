/**
 * What a job will cost, from a few small probe frames. Pure; server and form reckon alike.
 *
 * A frame's time is what does not grow with the picture (evaluating the scene, building what rays are traced against) and
 * what grows with pixels and samples. A probe tells both apart: its CPU time up to the first sample, and after it. Opening the
 * file, which a warm Blender does once, is in neither. Between probes the cost is taken to change evenly.
 */
import { MICRO, price } from "./credits.ts";

/** A rendered probe. Units: core-seconds, wall seconds, pixels. */
export interface Probe {
  frame: number;
  coreSeconds: number;
  /** Of these: opening the file anew with other settings. Null: not told. */
  openingCoreSeconds: number | null;
  /** Of these: from there up to the first sample. Null: the engine does not say when it begins. */
  setupCoreSeconds: number | null;
  pixels: number;
  samples: number | null;
}

/** What is to be rendered. */
export interface Work {
  frames: readonly number[];
  pixels: number;
  samples: number | null;
}

export interface Estimate {
  /** Micro-credits, whole credits like the bill. */
  low: number;
  likely: number;
  high: number;
  /** Core-seconds of `likely`, before rounding. */
  coreSeconds: number;
}

/** Probes of the first look, and of all. */
const FIRST_PROBES = 5;
export const MAX_PROBES = 9;
/** Neighbours that differ by more than this are looked at between. */
const DIFFERENT = 1.3;
/** Share of the job's cost that all probes may take. */
export const PROBE_SHARE = 0.05;
/** More is looked at only within this: the job may turn out cheaper than it seems. */
const ROOM_SHARE = 0.8 * PROBE_SHARE;
/** What the first look aims at, so that there is room for more of it. */
const AIMED_SHARE = 0.025;
/** Of a frame's pixels. A picture of less says little of what is seen; one of more is no probe. */
const [LEAST_PIXELS, MOST_PIXELS] = [1 / 64, 1 / 4];

/** What two frames of the same cost differ by, and what is not seen between probes. Share of the whole. */
const NOISE = 0.07;
/** Error of going from a small picture to a large one, for each doubling. */
const PER_DOUBLING = 0.02;
/** Half a range in standard deviations: nine of ten jobs are inside. */
const WIDTH = 1.65;

/** Where an engine does not tell its setup: half of the time, with as much doubt. */
const UNTOLD = 0.5;

/** By how much a probe's sides shrink, so that the first look takes about AIMED_SHARE of the job. Shape: 60 frames → 0.5 */
export function probeScale(frames: number): number {
  const share = (AIMED_SHARE * frames) / FIRST_PROBES;
  return Math.sqrt(Math.min(MOST_PIXELS, Math.max(LEAST_PIXELS, share)));
}

/** The frames to look at first: both ends, and evenly between. Shape: 1 … 100 → 1, 26, 51, 75, 100 */
export function firstProbes(frames: readonly number[]): number[] {
  if (frames.length <= 3) return [...frames];
  const last = frames.length - 1;
  const places = Array.from({ length: FIRST_PROBES }, (_, n) => Math.round((n * last) / (FIRST_PROBES - 1)));
  return [...new Set(places)].flatMap((place) => frames[place] ?? []);
}

/** How much more of what grows with the picture there is to do than in the probe. */
const growth = (probe: Probe, work: Work): number =>
  (work.pixels * (work.samples ?? 1)) / Math.max(1, probe.pixels * (probe.samples ?? 1));

/** What the probe's frame costs in full. Units: core-seconds. */
export function frameCost(probe: Probe, work: Work): { cost: number; doubt: number } {
  const inAll = Math.max(0, probe.coreSeconds - (probe.openingCoreSeconds ?? 0));
  const times = growth(probe, work);
  if (probe.setupCoreSeconds === null)
    return { cost: inAll * (UNTOLD + (1 - UNTOLD) * times), doubt: inAll * UNTOLD * Math.abs(times - 1) };
  const setup = Math.min(inAll, probe.setupCoreSeconds);
  const grown = (inAll - setup) * times;
  return { cost: setup + grown, doubt: grown * PER_DOUBLING * Math.abs(Math.log2(Math.max(times, 1e-9))) };
}

interface Point {
  place: number;
  cost: number;
  doubt: number;
}

function pointsOf(probes: readonly Probe[], work: Work): Point[] {
  const placeOf = new Map(work.frames.map((frame, place) => [frame, place]));
  return probes
    .flatMap((probe) => {
      const place = placeOf.get(probe.frame);
      return place === undefined ? [] : [{ place, ...frameCost(probe, work) }];
    })
    .sort((a, b) => a.place - b.place);
}

const differ = (a: Point, b: Point): boolean =>
  Math.max(a.cost, b.cost) > DIFFERENT * Math.max(1e-6, Math.min(a.cost, b.cost));

/**
 * Frames worth another look: between neighbours that differ, the most uncertain first. A first frame that differs is told from
 * a slope by its very neighbour, because many scenes only warm up on it. Never more than the probes may cost.
 */
export function nextProbes(probes: readonly Probe[], work: Work): number[] {
  const points = pointsOf(probes, work);
  const spent = probes.reduce((sum, probe) => sum + probe.coreSeconds, 0);
  const room = estimateCost(points, work.frames.length).mean * ROOM_SHARE - spent;
  const sorted = probes.map((probe) => probe.coreSeconds).sort((a, b) => a - b);
  const each = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const most = Math.min(2, MAX_PROBES - probes.length, Math.floor(room / Math.max(1e-6, each)));
  const gaps = points.slice(1).flatMap((right, n) => {
    const left = points[n];
    if (left === undefined || right.place - left.place < 2 || !differ(left, right)) return [];
    const isFirst = left.place === 0 && left.cost > right.cost;
    const place = isFirst ? 1 : Math.round((left.place + right.place) / 2);
    return [{ place, doubt: (right.place - left.place) * Math.abs(right.cost - left.cost) }];
  });
  return gaps
    .sort((a, b) => b.doubt - a.doubt)
    .slice(0, Math.max(0, most))
    .flatMap(({ place }) => work.frames[place] ?? []);
}

/** Sum over all frames, and how far it may be off (one standard deviation). */
function estimateCost(points: readonly Point[], count: number): { mean: number; deviation: number } {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return { mean: 0, deviation: 0 };
  let sum = first.cost * (first.place + 1) + last.cost * (count - 1 - last.place);
  let variance = 0;
  for (const [n, right] of points.slice(1).entries()) {
    const left = points[n] as Point;
    const between = right.place - left.place - 1;
    sum += right.cost + (between * (left.cost + right.cost)) / 2;
    // A jump somewhere between them: its place is anywhere, which deviates by a range's length over the root of 12.
    variance += (between * Math.abs(right.cost - left.cost)) ** 2 / 12;
  }
  // Before the last came what is at its own place.
  if (points.length === 1) sum = first.cost * count;
  const doubt = points.reduce((all, p) => all + p.doubt, 0) / points.length;
  variance += (count * doubt) ** 2 + (sum * NOISE) ** 2;
  return { mean: sum, deviation: Math.sqrt(variance) };
}

const whole = (coreSeconds: number, round: (x: number) => number): number =>
  Math.max(1, round(price(coreSeconds) / MICRO)) * MICRO;

/** Null while no probe of the work's frames is there. */
export function estimateJob(probes: readonly Probe[], work: Work): Estimate | null {
  const points = pointsOf(probes, work);
  if (points.length === 0) return null;
  const { mean, deviation } = estimateCost(points, work.frames.length);
  return {
    low: whole(Math.max(0, mean - WIDTH * deviation), Math.floor),
    likely: whole(mean, Math.ceil),
    high: whole(mean + WIDTH * deviation, Math.ceil),
    coreSeconds: mean,
  };
}

/** How long the job takes on so many cores. Never less than its dearest frame would: not told here, where frames are many. */
export const secondsOn = (estimate: Estimate, cores: number): number =>
  estimate.coreSeconds / Math.max(1, cores);
