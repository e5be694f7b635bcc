import { expect, it } from "vitest";
import type { FrameProgress } from "../farm/jobs.ts";
import { packProgress, progressCode, unpackProgress } from "./progress.ts";

const at = (frame: number, phase: FrameProgress["phase"], done = 0, total = 0): FrameProgress => ({
  frame,
  phase,
  done,
  total,
  memoryBytes: null,
});

it("phase and share survive the way", () => {
  const running = [at(1, "fetching"), at(2, "rendering", 32, 128), at(3, "rendering"), at(4, "uploading")];
  const codes = new Map(running.map((progress) => [progress.frame, progressCode(progress)]));
  expect(packProgress(codes)).toEqual(["1-4", [102, 25, 103, 101]]);
  expect(unpackProgress(packProgress(codes))).toEqual([
    at(1, "fetching"),
    at(2, "rendering", 25, 100),
    at(3, "rendering"),
    at(4, "uploading"),
  ]);
});

it("a coarse step goes down, never past what is done", () => {
  expect(progressCode(at(1, "rendering", 127, 128), 12.5)).toBe(87.5);
  expect(progressCode(at(1, "rendering", 128, 128), 12.5)).toBe(100);
});
