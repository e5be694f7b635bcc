import { describe, expect, it } from "vitest";
import { firstProbes, MAX_PROBES, nextProbes, probeSize, PROBE_SHARE } from "./probes.ts";
import { estimateJob, type Probe, type Work } from "./quote.ts";
import { anyScene, type MadeUpScene, measure, numbersFrom, realCost } from "./quote-simulation.ts";

const work: Work = { frames: Array.from({ length: 100 }, (_, n) => n + 1), pixels: 400_000, samples: 64 };

const plain: MadeUpScene = {
  work,
  setup: () => 1,
  sampling: () => 20,
  tail: 0.2,
  enough: 1,
  cold: 0,
  scatter: 0,
};

/** Looks as the farm does: first probes, then more, on `blenders` that begin cold. */
function look(scene: MadeUpScene, random = numbersFrom(1), blenders = 1) {
  const { frames, pixels, samples } = scene.work;
  const small = probeSize(frames.length, samples);
  let begun = 0;
  const at = (own: number | null) => (frame: number) => {
    begun += 1;
    const size = {
      pixels: Math.round(pixels * small.scale ** 2),
      samples: own ?? small.samples ?? 1,
      isCold: begun <= blenders,
    };
    return measure(scene, frame, size, random);
  };
  let probes: Probe[] = firstProbes(frames).map(at(null));
  for (;;) {
    const more = nextProbes(probes, scene.work);
    if (more === null) break;
    probes = [...probes, ...more.frames.map(at(more.samples))];
  }
  const real = realCost(scene, random, blenders);
  const spent = probes.reduce((sum, one) => sum + one.coreSeconds, 0);
  const estimate = estimateJob(probes, scene.work);
  return {
    probes,
    share: spent / real,
    off: Math.abs((estimate?.coreSeconds ?? 0) / real - 1),
    isInside: estimate !== null && estimate.lowCoreSeconds <= real && real <= estimate.highCoreSeconds,
  };
}

describe("scenes of different kinds", () => {
  it.each<[string, Partial<MadeUpScene>]>([
    ["even", {}],
    ["ramping", { sampling: (frame) => 5 + frame / 2 }],
    ["one heavy stretch", { sampling: (frame) => (frame > 40 && frame < 61 ? 80 : 16) }],
    ["a heavy first frame", { sampling: (frame) => (frame === 1 ? 160 : 16) }],
    ["a first frame that is slow to set up", { setup: (frame) => (frame === 1 ? 40 : 1) }],
    ["a Blender that is slow to begin", { cold: 30 }],
    ["a noise threshold that takes a third of the samples", { enough: 0.33 }],
    ["a noise threshold that takes hardly any sample", { enough: 0.02 }],
  ])("%s: the real cost is in the range, near its middle, and the probes are cheap", (_, change) => {
    const { isInside, off, share, probes } = look({ ...plain, ...change });
    expect(isInside).toBe(true);
    expect(off).toBeLessThan(0.1);
    expect(probes.length).toBeLessThanOrEqual(MAX_PROBES);
    expect(share).toBeLessThanOrEqual(PROBE_SHARE);
  });

  it("where nearly all is setup, which no small picture makes cheaper, fewer frames are looked at", () => {
    const { isInside, share, probes } = look({ ...plain, setup: () => 8, sampling: () => 2 });
    expect(isInside).toBe(true);
    expect(probes.length).toBeLessThanOrEqual(4);
    expect(share).toBeLessThanOrEqual(PROBE_SHARE);
  });
});

it("of 2,000 scenes that are drawn by lot, nine of ten cost what was told", () => {
  const seen = Array.from({ length: 2000 }, (_, seed) => {
    const random = numbersFrom(seed + 1);
    return look(anyScene(random), random, 1 + (seed % 2));
  });
  const shareOf = (is: (one: (typeof seen)[number]) => boolean) => seen.filter(is).length / seen.length;
  expect(shareOf((one) => one.isInside)).toBeGreaterThan(0.9);
  expect(shareOf((one) => one.off < 0.05)).toBeGreaterThan(0.5);
  expect(shareOf((one) => one.off < 0.2)).toBeGreaterThan(0.95);
  expect(shareOf((one) => one.share <= PROBE_SHARE)).toBeGreaterThan(0.95);
});

/** A probe of a quarter of the pixels with all samples, of a frame with that much setup and that much that grows. */
const probe = (frame: number, setup: number, grows: number): Probe => ({
  frame,
  coreSeconds: setup + grows / 4,
  setupCoreSeconds: setup,
  samplingCoreSeconds: grows / 4,
  isCold: false,
  pixels: 100_000,
  samples: 64,
});
const ends = [1, 51, 100];

it("other samples and sizes are reckoned from the same probes", () => {
  const probes = ends.map((frame) => probe(frame, 1, 20));
  expect(estimateJob(probes, { ...work, samples: 128 })?.coreSeconds).toBeCloseTo(4100);
  expect(estimateJob(probes, { ...work, pixels: 200_000 })?.coreSeconds).toBeCloseTo(1100);
});

it("what a cold Blender costs is paid once, not for each frame", () => {
  const cold = { ...probe(1, 31, 20), isCold: true };
  const warm = [51, 100].map((frame) => probe(frame, 1, 20));
  expect(estimateJob([cold, ...warm], work)?.coreSeconds).toBeCloseTo(2130);
});

it("an engine that does not tell its setup gets a wide range", () => {
  const untold = { setupCoreSeconds: null, samplingCoreSeconds: null };
  const estimate = estimateJob(
    ends.map((frame) => ({ ...probe(frame, 1, 20), ...untold })),
    work,
  );
  expect((estimate?.high ?? 0) / (estimate?.low || 1)).toBeGreaterThan(3);
});

it("without a probe of its frames there is no estimate", () => {
  expect(estimateJob([], work)).toBeNull();
  expect(estimateJob([probe(500, 1, 2)], work)).toBeNull();
});
