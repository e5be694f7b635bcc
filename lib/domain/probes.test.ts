import { expect, it } from "vitest";
import { firstProbes, nextProbes, probeSize } from "./probes.ts";
import type { Probe, Work } from "./probe-cost.ts";

const frames = Array.from({ length: 100 }, (_, n) => n + 1);
const work: Work = { frames, pixels: 400_000, samples: 64 };

const probe = (frame: number, change: Partial<Probe> = {}): Probe => ({
  frame,
  coreSeconds: 0.3,
  setupCoreSeconds: 0.1,
  samplingCoreSeconds: 0.2,
  isCold: false,
  pixels: 100_000,
  samples: 16,
  ...change,
});
const first = [1, 51, 100].map((frame) => probe(frame));

it("both ends and the middle come first; short jobs are looked at whole", () => {
  expect(firstProbes(frames)).toEqual([1, 51, 100]);
  expect(firstProbes([5, 7])).toEqual([5, 7]);
});

it("pictures are a quarter of the pixels and samples at most, and smaller for short jobs", () => {
  expect(probeSize(100, 64)).toEqual({ scale: 0.5, samples: 16 });
  expect(probeSize(10, 64).scale).toBeCloseTo(0.293, 3);
  expect(probeSize(1, 64)).toEqual({ scale: 1 / 8, samples: 64 });
  expect(probeSize(100, 6).samples).toBe(4);
  expect(probeSize(100, 2).samples).toBe(2);
  expect(probeSize(100, null)).toEqual({ scale: 0.5, samples: null });
});

it("one picture with all samples tells how they grow, then the rest of the range is looked at", () => {
  expect(nextProbes(first, work)).toEqual({ frames: [52], samples: 64 });
  const all = probe(52, { samples: 64, samplingCoreSeconds: 0.8, coreSeconds: 0.9 });
  expect(nextProbes([...first, all], work)).toEqual({ frames: [26, 76], samples: null });
});

it("where nothing differs five places are enough; where it does there is another look", () => {
  const five = [1, 26, 51, 76, 100].map((frame) => probe(frame, { samples: 64 }));
  expect(nextProbes(five, work)).toBeNull();
  const differs = five.with(3, probe(76, { samples: 64, samplingCoreSeconds: 0.6, coreSeconds: 0.7 }));
  expect(nextProbes(differs, work)?.frames).toEqual([64, 88]);
});

it("a dear first frame is told from a slope by its neighbour", () => {
  const dear = [probe(1, { samples: 64, samplingCoreSeconds: 2, coreSeconds: 2.1 }), ...first.slice(1)];
  expect(
    nextProbes(
      dear.map((one) => ({ ...one, samples: 64 })),
      work,
    )?.frames,
  ).toContain(2);
});

it("there is no look without room for it", () => {
  const setup = { setupCoreSeconds: 2, samplingCoreSeconds: 0.01, coreSeconds: 2.01, samples: 64 };
  expect(
    nextProbes(
      [1, 51, 100].map((frame) => probe(frame, setup)),
      work,
    ),
  ).toBeNull();
});
