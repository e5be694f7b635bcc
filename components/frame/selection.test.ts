import { expect, it } from "vitest";
import { choose, nothingChosen, placeAfterKey, reach, type Selection } from "./selection.ts";

const plain = { shift: false, toggle: false };
const shift = { shift: true, toggle: false };
const toggle = { shift: false, toggle: true };
const chosen = (s: Selection) => [...s.chosen].sort((a, b) => a - b);

it("a click chooses one, a shift-click all up to it in either direction", () => {
  const one = choose(nothingChosen, 5, plain);
  expect(chosen(one)).toEqual([5]);
  expect(chosen(choose(one, 8, shift))).toEqual([5, 6, 7, 8]);
  expect(chosen(choose(one, 3, shift))).toEqual([3, 4, 5]);
});

it("a second shift-click starts from the same place", () => {
  const far = choose(choose(nothingChosen, 5, plain), 9, shift);
  expect(chosen(choose(far, 6, shift))).toEqual([5, 6]);
});

it("a ctrl-click adds and takes away", () => {
  const two = choose(choose(nothingChosen, 1, plain), 4, toggle);
  expect(chosen(two)).toEqual([1, 4]);
  expect(chosen(choose(two, 1, toggle))).toEqual([4]);
});

it("a drag reaches from where it began", () => {
  expect(chosen(reach(choose(nothingChosen, 2, plain), 4))).toEqual([2, 3, 4]);
});

it.each([
  ["ArrowRight", 3, 4],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", 3, 8],
  ["ArrowDown", 9, 11],
  ["ArrowUp", 3, 3],
  ["ArrowUp", 7, 2],
  ["End", 0, 11],
  ["Home", 9, 0],
  ["x", 1, null],
])("%s from %i leads to %s", (key, from, to) => {
  expect(placeAfterKey(key, from, 5, 12)).toBe(to);
});
