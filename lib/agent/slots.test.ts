import { expect, test } from "vitest";
import { decideSlots, mostByMemory, type SlotFacts } from "./slots.ts";

const GIB = 2 ** 30;
const facts = (more: Partial<SlotFacts>): SlotFacts => ({
  cores: 2,
  memoryBytes: 16 * GIB,
  peakBytes: GIB,
  measured: [],
  now: 2,
  ...more,
});

test("it begins with one Blender", () => {
  expect(decideSlots(facts({})).slots).toBe(1);
});

test("one Blender is run where memory holds no second", () => {
  const decision = decideSlots(facts({ memoryBytes: 3 * GIB, peakBytes: 2 * GIB }));
  expect(decision.slots).toBe(1);
  expect(decision.note).toContain("memory");
});

test("even where memory holds none, one is tried", () => {
  expect(mostByMemory({ memoryBytes: GIB, peakBytes: 3 * GIB })).toBe(1);
});

test("full cores end the search", () => {
  const measured = [{ slots: 2, framesPerSecond: 1, busyShare: 0.97 }];
  expect(decideSlots(facts({ measured }))).toEqual({
    slots: 2,
    note: "2 Blenders keep the cores 97 % busy; cores are full.",
  });
});

test("idle cores ask for one more", () => {
  const measured = [{ slots: 2, framesPerSecond: 1, busyShare: 0.7 }];
  const decision = decideSlots(facts({ cores: 8, measured }));
  expect(decision.slots).toBe(3);
  expect(decision.note).toContain("70 %");
});

test("one more that gave too little is taken back, and not tried again", () => {
  const measured = [
    { slots: 2, framesPerSecond: 1, busyShare: 0.8 },
    { slots: 3, framesPerSecond: 1.01, busyShare: 0.85 },
  ];
  expect(decideSlots(facts({ cores: 8, measured, now: 3 })).slots).toBe(2);
  expect(decideSlots(facts({ cores: 8, measured, now: 2 })).slots).toBe(2);
});

test("one more that paid is kept and the search goes on", () => {
  const measured = [
    { slots: 2, framesPerSecond: 1, busyShare: 0.6 },
    { slots: 3, framesPerSecond: 1.4, busyShare: 0.8 },
  ];
  expect(decideSlots(facts({ cores: 8, measured, now: 3 })).slots).toBe(4);
});

test("never more than the cores and one", () => {
  const measured = [{ slots: 3, framesPerSecond: 1, busyShare: 0.5 }];
  expect(decideSlots(facts({ cores: 2, measured, now: 3 })).slots).toBe(3);
});

test("a scene that grew gives Blenders up", () => {
  const measured = [{ slots: 4, framesPerSecond: 1, busyShare: 0.99 }];
  expect(decideSlots(facts({ cores: 8, peakBytes: 6 * GIB, measured, now: 4 })).slots).toBe(2);
});
