import { expect, it } from "vitest";
import { rowsInView } from "./use-rows.ts";

const rows = { count: 1000, height: 100, top: 50 };

it("those on the screen, with some ahead on each side", () => {
  expect(rowsInView(rows, { from: 500, height: 400 })).toEqual([1, 12]);
});

it("never before the first or after the last", () => {
  expect(rowsInView(rows, { from: 0, height: 400 })).toEqual([0, 7]);
  expect(rowsInView(rows, { from: 99_800, height: 400 })).toEqual([994, 1000]);
  expect(rowsInView({ ...rows, count: 0 }, { from: 0, height: 400 })).toEqual([0, 0]);
});
