import { expect, it } from "vitest";
import { advance, afterKey, mark, type Playhead, placeOf, seek, soonNeeded } from "./playhead.ts";

const COUNT = 100;
const head = (change: Partial<Playhead> = {}): Playhead => ({
  at: 10,
  speed: 0,
  loop: { from: 0, to: COUNT - 1 },
  ...change,
});
const press = (from: Playhead, ...keys: string[]): Playhead =>
  keys.reduce((now, key) => afterKey(now, key, false, COUNT) ?? now, from);

it("plays at the scene's own speed, and what is less than a frame is not lost", () => {
  let now = press(head(), "l");
  for (let i = 0; i < 10; i++) now = advance(now, 1 / 60, 24);
  expect(placeOf(now)).toBe(14);
});

it("loops in both directions", () => {
  const loop = { from: 10, to: 19 };
  expect(placeOf(advance(head({ speed: 1, loop }), 12 / 24, 24))).toBe(12);
  expect(placeOf(advance(head({ speed: -1, loop }), 1 / 24, 24))).toBe(19);
});

it("J K L: again goes faster, the other turns round, K rests on a whole frame", () => {
  expect(press(head(), "l", "l", "l").speed).toBe(4);
  expect(press(head(), "l", "l", "l", "l", "l").speed).toBe(8);
  expect(press(head(), "l", "l", "j").speed).toBe(-1);
  expect(press(head({ at: 10.7, speed: 1 }), "k")).toMatchObject({ at: 10, speed: 0 });
});

it("space plays and rests; arrows step, with shift by ten; home and end", () => {
  expect(press(head(), " ").speed).toBe(1);
  expect(press(head({ speed: 2 }), " ").speed).toBe(0);
  expect(press(head(), "ArrowRight", "ArrowRight", "ArrowLeft").at).toBe(11);
  expect(afterKey(head(), "ArrowRight", true, COUNT)?.at).toBe(20);
  expect(press(head(), "ArrowLeft", "Home").at).toBe(0);
  expect(press(head(), "End").at).toBe(99);
  expect(afterKey(head(), "q", false, COUNT)).toBeNull();
});

it("I and O mark a loop, X takes it away, and to go outside leaves it", () => {
  const loop = press(mark(head({ at: 20 }), "from"), "End", "ArrowLeft", "o").loop;
  expect(loop).toEqual({ from: 20, to: 98 });
  expect(mark(head({ at: 5, loop }), "to").loop).toEqual({ from: 5, to: 5 });
  expect(press(head({ loop }), "x").loop).toEqual({ from: 0, to: 99 });
  expect(seek(head({ loop }), 2, COUNT).loop).toEqual({ from: 0, to: 99 });
});

it("what is needed soon lies ahead, around the loop's end too", () => {
  expect(soonNeeded(head({ speed: 2, loop: { from: 8, to: 15 } }), 3)).toEqual([10, 12, 14, 8]);
  expect(soonNeeded(head({ speed: -1 }), 3)).toEqual([10, 9, 8, 7]);
  expect(soonNeeded(head(), 2)).toEqual([10, 11, 12, 9, 8]);
});
