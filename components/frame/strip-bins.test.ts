import { expect, it } from "vitest";
import type { FrameState } from "#lib/domain/frame.ts";
import { runsOf, STACK, zoomed } from "./strip-bins.ts";

const states = (text: string): ((place: number) => FrameState | undefined) => {
  const names: Record<string, FrameState> = { c: "completed", q: "queued", f: "failed", a: "active" };
  return (place) => names[text[place] ?? ""];
};
const whole = (text: string) => ({ from: 0, to: text.length });
const failed = STACK.indexOf("failed");

it("equal columns are one run", () => {
  const text = "cccccqqqqq";
  expect(runsOf(states(text), whole(text), 10).map(({ from, to }) => [from, to])).toEqual([
    [0, 5],
    [5, 10],
  ]);
});

it("one failed frame among a hundred is seen, and every column adds up", () => {
  const text = `${"c".repeat(99)}f`;
  const [run] = runsOf(states(text), whole(text), 1);
  expect(run?.shares[failed]).toBe(0.25);
  expect(run?.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
});

it("fewer frames than columns are wide", () => {
  expect(runsOf(states("cq"), { from: 0, to: 2 }, 10).map(({ from, to }) => [from, to])).toEqual([
    [0, 5],
    [5, 10],
  ]);
});

it("zooming keeps what is under the pointer, and stays inside", () => {
  const near = zoomed({ from: 0, to: 1000 }, 250, 0.5, 1000);
  expect(near).toEqual({ from: 125, to: 625 });
  expect(zoomed(near, 600, 4, 1000)).toEqual({ from: 0, to: 1000 });
  expect(zoomed({ from: 0, to: 1000 }, 0, 0.0001, 1000)).toEqual({ from: 0, to: 10 });
});
