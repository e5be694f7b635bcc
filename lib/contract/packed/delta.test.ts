import { expect, it } from "vitest";
import type { FrameLine } from "./frames.ts";
import { packDelta, unpackDelta } from "./delta.ts";

const aLine = (frame: number, change: Partial<FrameLine> = {}): FrameLine => ({
  frame,
  state: "active",
  hasPicture: false,
  attempt: 1,
  seconds: null,
  peakMemoryBytes: null,
  failure: null,
  resultCount: 0,
  sizeBytes: null,
  ...change,
});

it("a change comes out as it went in", () => {
  const frames = [
    aLine(4),
    aLine(12, { state: "completed", hasPicture: true, seconds: 1.5, peakMemoryBytes: 1024 ** 2 }),
  ];
  const sent = packDelta({ since: 8, revision: 10, frames, patch: { c: 4 }, progress: ["4", [50]] });
  expect(unpackDelta(sent)).toEqual({
    since: 8,
    revision: 10,
    frames,
    patch: { c: 4 },
    progress: [{ frame: 4, phase: "rendering", done: 50, total: 100, memoryBytes: null }],
  });
});

it("a frame begun and its job's counts are some thirty letters", () => {
  const sent = packDelta({ since: 8, revision: 9, frames: [aLine(4)], patch: { q: 7, a: 2 }, progress: 0 });
  expect(JSON.stringify(sent)).toBe('[9,1,["4","a"],{"q":7,"a":2}]');
});

it("“many” and progress alone", () => {
  expect(packDelta({ since: 8, revision: 9, frames: "many", patch: null, progress: 0 })).toEqual([
    9,
    1,
    "many",
  ]);
  const alone = packDelta({ since: 0, revision: 0, frames: [], patch: null, progress: ["4", [50]] });
  expect(unpackDelta(alone)).toMatchObject({ revision: 0, frames: [], patch: null });
});
