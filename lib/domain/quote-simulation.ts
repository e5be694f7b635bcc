/** Scenes that never were: how long each frame takes, and what a node would measure of it. For tests of the price. */
import type { Probe, Work } from "./probe-cost.ts";

/** The same numbers for the same seed, 0 … 1. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface MadeUpScene {
  work: Work;
  /** Core-seconds of the frame in full. */
  setup: (frame: number) => number;
  sampling: (frame: number) => number;
  tail: number;
  /** Share of the samples after which a noise threshold takes no more; 1: there is none. */
  enough: number;
  /** What the first frame of a Blender costs on top. */
  cold: number;
  /** How much measurements scatter. Share. */
  scatter: number;
}

/** What a node tells of a small picture of the frame. */
export function measure(
  scene: MadeUpScene,
  frame: number,
  size: { pixels: number; samples: number; isCold: boolean },
  random: () => number,
): Probe {
  const scattered = (value: number) => value * (1 + scene.scatter * (random() + random() - 1));
  const { work, enough } = scene;
  const all = work.samples ?? 1;
  const taken = Math.min(size.samples, enough * all) / (enough * all);
  const smaller = size.pixels / work.pixels;
  // Edges and caches: half the side costs about 3 % more a pixel.
  const dearer = smaller ** -0.02;
  const samplingCoreSeconds = scattered(scene.sampling(frame) * taken * smaller * dearer);
  const setupCoreSeconds = scattered(scene.setup(frame)) + (size.isCold ? scene.cold : 0);
  return {
    frame,
    coreSeconds: setupCoreSeconds + samplingCoreSeconds + scattered(scene.tail * smaller),
    setupCoreSeconds,
    samplingCoreSeconds,
    isCold: size.isCold,
    pixels: size.pixels,
    samples: size.samples,
  };
}

/** What the job costs really, on so many Blenders that begin cold. */
export function realCost(scene: MadeUpScene, random: () => number, blenders = 1): number {
  const each = scene.work.frames.map((frame) => {
    const cost = scene.setup(frame) + scene.sampling(frame) + scene.tail;
    return cost * (1 + scene.scatter * (random() + random() - 1));
  });
  return each.reduce((sum, one) => sum + one, blenders * scene.cold);
}

type Curve = (place: number, random: number) => number;

/** Kinds of time over the range; place 0 … 1, answers a factor. */
function curveOf(random: () => number): Curve {
  const [a, b, c] = [random(), random(), random()];
  const curves: Curve[] = [
    () => 1,
    (place) => 0.4 + (1 + 4 * a) * place,
    (place) => 1 + 3 * a * (1 - place) ** 2,
    (place) => (place > b * 0.7 && place < b * 0.7 + 0.12 + 0.3 * c ? 2 + 4 * a : 1),
    (place) => (place === 0 ? 2 + 8 * a : 1),
    (place) => 1 + 0.6 * Math.sin(2 * Math.PI * (place * (1 + 2 * a) + b)),
    (place) => (place < 0.2 + 0.6 * b ? 1 : 0.3 + 2 * a),
  ];
  return curves[Math.floor(random() * curves.length)] ?? (() => 1);
}

/** Any scene: its kind, length, samples, threshold, setup and scatter are drawn. */
export function anyScene(random: () => number): MadeUpScene {
  const count = 60 + Math.floor(random() ** 2 * 600);
  const frames = Array.from({ length: count }, (_, n) => n + 1);
  const samples = 2 ** (4 + Math.floor(random() * 7));
  const [curve, grows] = [curveOf(random), 1 + 60 * random() ** 2];
  const setup = grows * 0.25 * random();
  return {
    work: { frames, pixels: 1920 * 1080, samples },
    setup: () => setup,
    sampling: (frame) => grows * curve((frame - 1) / (count - 1), random()),
    tail: grows * 0.02 * random(),
    enough: random() < 0.5 ? 1 : 0.1 + 0.9 * random(),
    cold: random() < 0.3 ? setup * 3 : 0.1,
    scatter: 0.03 + 0.05 * random(),
  };
}
