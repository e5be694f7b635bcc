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
  expect(measurer.slots()).toBe(2);
  frames(7, 2);
  expect(measurer.slots()).toBe(3);
  share = 0.99;
  frames(8, 1);
  expect(measurer.slots()).toBe(3);
  expect(measurer.note()).toContain("cores are full");
});

test("another scene begins anew, and a known one with what was best", () => {
  let share = 0.6;
  const { measurer, frames } = aMachine(() => share);
  frames(7, 2);
  share = 0.99;
  frames(8, 1);
  frames(2, 1, "b");
  expect(measurer.slots()).toBe(2);
  frames(2, 1, "a");
  expect(measurer.slots()).toBe(3);
});

test("a scene whose Blenders take much memory gives some up at its first frame", () => {
  const { measurer, frames } = aMachine(() => 0.5);
  frames(1, 1, "large", 40 * GIB);
  expect(measurer.slots()).toBe(1);
  expect(measurer.note()).toContain("memory");
});
