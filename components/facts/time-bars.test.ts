import { expect, test } from "vitest";
import { graphBars, outliers } from "./time-bars.ts";

const timed = (seconds: readonly number[]) =>
  seconds.map((one, place) => ({ place, frame: place + 1, seconds: one, memoryBytes: 1000 - place }));

test("each frame has its bar in its place, as high as its time, and what is not finished is a hole", () => {
  const bars = graphBars(timed([1, 4]), 4, 400, 100);
  expect(bars.map(({ frame, x, height }) => ({ frame, x, height }))).toEqual([
    { frame: 1, x: 0, height: 25 },
    { frame: 2, x: 100, height: 100 },
  ]);
});

test("ten thousand frames become bars that can be told apart, and none hides a slow frame", () => {
  const seconds = Array.from({ length: 10_000 }, () => 1);
  seconds[5003] = 9;
  const bars = graphBars(timed(seconds), 10_000, 960, 100);
  expect(bars.length).toBeLessThanOrEqual(480);
  expect(bars.filter((bar) => bar.height === 100).map((bar) => bar.frame)).toEqual([5004]);
});

test("the slowest, the fastest and the heaviest have a name; without frames nobody has", () => {
  const { slowest, fastest, heaviest } = outliers(timed([2, 1, 3]));
  expect([slowest?.frame, fastest?.frame, heaviest?.frame]).toEqual([3, 2, 1]);
  expect(outliers([])).toEqual({ slowest: null, fastest: null, heaviest: null });
});
