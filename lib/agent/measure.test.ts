import { expect, test } from "vitest";
import { createMeasurer } from "./measure.ts";

const GIB = 2 ** 30;

/** A machine whose cores are busy as said; each frame takes a second or what is asked. */
function aMachine(share: () => number) {
  let [ms, busy, all] = [1000, 0, 0];
  const measurer = createMeasurer(
    { cores: 8, memoryBytes: 64 * GIB },
    () => ms,
    () => ({ busy, all }),
  );
  return {
    measurer,
    frames: (count: number, secondsEach: number, scene = "a", residentBytes = GIB) => {
      for (let i = 0; i < count; i++) {
        ms += secondsEach * 1000;
        all += secondsEach;
        busy += secondsEach * share();
        measurer.rendered({ scene, residentBytes, isFull: true });
      }
    },
  };
}

test("cores that stay idle bring another Blender, full ones do not", () => {
  let share = 0.6;
  const { measurer, frames } = aMachine(() => share);
  expect(measurer.slots()).toBe(1);
  frames(2, 4);
  expect(measurer.slots()).toBe(2);
  frames(6, 2);
  expect(measurer.slots()).toBe(3);
  share = 0.99;
  frames(8, 1);
  expect(measurer.slots()).toBe(3);
  expect(measurer.note()).toContain("cores are full");
});

test("one Blender that keeps the cores full stays alone", () => {
  const { measurer, frames } = aMachine(() => 0.97);
  frames(8, 2);
  expect(measurer.slots()).toBe(1);
  expect(measurer.note()).toContain("97 %");
});

test("cores that somebody else keeps busy are not idle ones", () => {
  // Its frame takes twice as long as alone, and yet nothing is left to fill.
  const { measurer, frames } = aMachine(() => 1);
  frames(2, 8);
  expect(measurer.slots()).toBe(1);
});

test("a second Blender that brings frames no sooner is given up", () => {
  const { measurer, frames } = aMachine(() => 0.94);
  frames(2, 2);
  expect(measurer.slots()).toBe(2);
  frames(6, 2);
  expect(measurer.slots()).toBe(1);
});

test("another scene begins anew, and a known one with what was best", () => {
  let share = 0.6;
  const { measurer, frames } = aMachine(() => share);
  frames(2, 4);
  frames(6, 2);
  share = 0.99;
  frames(8, 1);
  frames(2, 1, "b");
  expect(measurer.slots()).toBe(1);
  frames(2, 1, "a");
  expect(measurer.slots()).toBe(3);
});

test("a scene whose Blenders come to take much memory gives some up", () => {
  const { measurer, frames } = aMachine(() => 0.5);
  frames(2, 1, "growing");
  expect(measurer.slots()).toBe(2);
  frames(1, 1, "growing", 40 * GIB);
  frames(8, 1, "growing", 40 * GIB);
  expect(measurer.slots()).toBe(1);
  expect(measurer.note()).toContain("memory");
});
