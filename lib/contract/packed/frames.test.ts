import { expect, it } from "vitest";
import { type FrameLine, packFrames, unpackFrames } from "./frames.ts";

const aLine = (frame: number, change: Partial<FrameLine> = {}): FrameLine => ({
  frame,
  state: "queued",
  hasPicture: false,
  attempt: 0,
  seconds: null,
  peakMemoryBytes: null,
  failure: null,
  resultCount: 0,
  sizeBytes: null,
  ...change,
});
const done = (frame: number, change: Partial<FrameLine> = {}) =>
  aLine(frame, {
    state: "completed",
    hasPicture: true,
    attempt: 1,
    seconds: 8.25,
    peakMemoryBytes: 512 * 1024 ** 2,
    ...change,
  });

it("what is packed comes out as it was", () => {
  const lines = [
    done(-3),
    done(1, { attempt: 3 }),
    aLine(2, { state: "active", attempt: 1 }),
    aLine(3, { state: "queued", attempt: 1, failure: "node_lost" }),
    done(4, { hasPicture: false, resultCount: 3, sizeBytes: 4096, peakMemoryBytes: null }),
    aLine(7, { state: "failed", attempt: 3, failure: "out_of_memory" }),
    aLine(9, { state: "canceled" }),
  ];
  expect(unpackFrames(packFrames(lines))).toEqual(lines);
  expect(unpackFrames(packFrames([]))).toEqual([]);
});

it("ten thousand frames that wait are some twenty letters", () => {
  const packed = packFrames(Array.from({ length: 10_000 }, (_, i) => aLine(i + 1)));
  expect(packed).toEqual({ frames: "1-10000", states: "q10000", seconds: [], memory: [] });
});

it("a frame that comes back without its number is left out", () => {
  expect(unpackFrames({ frames: "1-2", states: "q5", seconds: [], memory: [] })).toHaveLength(2);
});
