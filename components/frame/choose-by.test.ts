import { expect, it } from "vitest";
import { type Lines, medianSeconds, placesBy, placesOfRange } from "./choose-by.ts";

type Line = NonNullable<ReturnType<Lines["at"]>>;
const linesOf = (all: Line[]): Lines => ({
  length: all.length,
  at: (place) => all[place],
  placeOf: (frame) => all.findIndex((line) => line.frame === frame),
});
const done = (frame: number, seconds: number): Line => ({ frame, state: "completed", seconds });
const lines = linesOf([
  done(10, 2),
  done(12, 3),
  { frame: 14, state: "failed", seconds: null },
  done(16, 7),
  { frame: 18, state: "queued", seconds: 99 },
]);
const none = new Set<number>();

it("by state, all, and all others", () => {
  expect([...placesBy(lines, "failed", none)]).toEqual([2]);
  expect(placesBy(lines, "all", none).size).toBe(5);
  expect([...placesBy(lines, "rest", new Set([0, 1, 2]))]).toEqual([3, 4]);
});

it("slower than twice the median of those that are done", () => {
  expect(medianSeconds(lines)).toBe(3);
  expect([...placesBy(lines, "slow", none)]).toEqual([3]);
  expect(placesBy(linesOf([]), "slow", none).size).toBe(0);
});

it("by a range as people write it", () => {
  expect(placesOfRange(lines, "10-14, 18")).toEqual(new Set([0, 1, 2, 4]));
  expect(placesOfRange(lines, "1-5")).toBe("The job has none of these frames.");
  expect(placesOfRange(lines, "9-1")).toMatch(/Did you mean 1-9/);
});
