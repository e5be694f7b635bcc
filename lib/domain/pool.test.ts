import { expect, it } from "vitest";
import { activeRule, mostSlots, type SlotRule, slotsNow } from "./pool.ts";

const DAY = 24 * 60;
const thursdayEvening: SlotRule = {
  name: "evening",
  periods: [{ from: 4 * DAY + 19 * 60, to: 4 * DAY + 23 * 60 }],
  slots: { kind: "demand", least: 0, most: 10, idle: 1 },
};
const always: SlotRule = { name: "always", periods: null, slots: { kind: "fixed", count: 3 } };
const at = (text: string) => new Date(text);

it.each([
  ["2026-01-01T20:00:00Z", "evening"], // a Thursday
  ["2026-01-01T19:00:00Z", "evening"],
  ["2026-01-01T18:59:59Z", "always"],
  ["2026-01-02T20:00:00Z", "always"],
])("at %s the rule %s holds", (time, name) => {
  expect(activeRule([thursdayEvening, always], at(time))?.name).toBe(name);
});

it.each([
  [[], 4, 100, 4],
  [[always], 4, 100, 3],
  [[thursdayEvening], 4, 3, 4],
  [[thursdayEvening], 4, 100, 10],
  [[thursdayEvening], 4, 0, 1],
] as const)("slots of %j with %i instances and %i frames are %i", (rules, instances, waiting, slots) => {
  expect(slotsNow({ rules: [...rules], instances }, waiting, at("2026-01-01T20:00:00Z"))).toBe(slots);
});

it("a pool whose rules do not hold now has no slots, and says what it may have", () => {
  const pool = { rules: [thursdayEvening], instances: 4 };
  expect(slotsNow(pool, 5, at("2026-01-03T12:00:00Z"))).toBe(0);
  expect(mostSlots(pool)).toBe(10);
  expect(mostSlots({ rules: [thursdayEvening, always], instances: 4 })).toBe(10);
});
