import { describe, expect, it } from "vitest";
import { MICRO } from "./credits.ts";
import {
  estimateJob,
  firstProbes,
  MAX_PROBES,
  nextProbes,
  type Probe,
  probeScale,
  type Work,
} from "./quote.ts";

const work: Work = { frames: Array.from({ length: 100 }, (_, n) => n + 1), pixels: 400_000, samples: 64 };

/** A probe of a quarter of the pixels, of a frame with that much setup and that much that grows. */
const probe = (frame: number, setup: number, grows: number): Probe => ({
  frame,
  coreSeconds: setup + grows / 4,
  openingCoreSeconds: 0,
  setupCoreSeconds: setup,
  pixels: 100_000,
  samples: 64,
});

/** Looks as the farm does: first probes, then more where they differ. */
function look(cost: (frame: number) => [setup: number, grows: number]) {
  const at = (frame: number) => probe(frame, ...cost(frame));
  let probes = firstProbes(work.frames).map(at);
  for (;;) {
    const more = nextProbes(probes, work);
    if (more.length === 0) break;
    probes = [...probes, ...more.map(at)];
  }
  const real = work.frames.reduce((sum, frame) => sum + cost(frame)[0] + cost(frame)[1], 0);
  const spent = probes.reduce((sum, one) => sum + one.coreSeconds, 0);
  return { probes, real, share: spent / real, estimate: estimateJob(probes, work) };
}

describe("scenes of different kinds", () => {
  it.each<[string, (frame: number) => [number, number]]>([
    ["even", () => [1, 20]],
    ["ramping", (frame) => [1, 5 + frame / 2]],
    ["one heavy stretch", (frame) => [1, frame > 40 && frame < 61 ? 80 : 16]],
    ["a heavy first frame", (frame) => [frame === 1 ? 40 : 1, 16]],
    ["nearly all of it setup", () => [8, 2]],
  ])("%s: the real cost is in the range, near its middle, and the probes are cheap", (_, cost) => {
    const { real, share, estimate, probes } = look(cost);
    const credits = real / 60;
    expect(estimate?.low).toBeLessThanOrEqual(credits * MICRO);
    expect(estimate?.high).toBeGreaterThanOrEqual(credits * MICRO);
    expect(Math.abs((estimate?.coreSeconds ?? 0) / real - 1)).toBeLessThan(0.2);
    expect(probes.length).toBeLessThanOrEqual(MAX_PROBES);
    if (_ !== "nearly all of it setup") expect(share).toBeLessThanOrEqual(0.05);
  });
});

it("opening the file, done once, is not taken for a frame's cost", () => {
  const cold = { ...probe(1, 1, 20), coreSeconds: 1 + 5 + 30, openingCoreSeconds: 30 };
  const warm = [26, 51, 75, 100].map((frame) => probe(frame, 1, 20));
  expect(estimateJob([cold, ...warm], work)?.coreSeconds).toBeCloseTo(2100);
});

it("other samples and sizes are reckoned from the same probes", () => {
  const probes = firstProbes(work.frames).map((frame) => probe(frame, 1, 20));
  expect(estimateJob(probes, { ...work, samples: 128 })?.coreSeconds).toBeCloseTo(4100);
  expect(estimateJob(probes, { ...work, pixels: 200_000 })?.coreSeconds).toBeCloseTo(1100);
});

it("an engine that does not tell its setup gets a wide range", () => {
  const probes = firstProbes(work.frames).map((frame) => ({
    ...probe(frame, 1, 20),
    setupCoreSeconds: null,
  }));
  const estimate = estimateJob(probes, work);
  expect((estimate?.high ?? 0) / (estimate?.low || 1)).toBeGreaterThan(3);
});

it("short jobs are looked at whole, long ones at five places and half the side at most", () => {
  expect(firstProbes([5, 7])).toEqual([5, 7]);
  expect(firstProbes(work.frames)).toEqual([1, 26, 51, 75, 100]);
  expect(probeScale(100)).toBe(0.5);
  expect(probeScale(4)).toBeCloseTo(Math.sqrt(0.02));
  expect(probeScale(1)).toBe(1 / 8);
});

it("without a probe of its frames there is no estimate", () => {
  expect(estimateJob([], work)).toBeNull();
  expect(estimateJob([probe(500, 1, 2)], work)).toBeNull();
});
