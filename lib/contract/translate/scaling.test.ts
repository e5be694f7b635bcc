import { expect, it } from "vitest";
import { slotsNow } from "#lib/domain/pool.ts";
import { rulesOf, wrongPolicies } from "./scaling.ts";

const weekly = (days: string[], startTimeUtc: string, endTimeUtc: string) => ({
  type: "Weekly",
  days,
  startTimeUtc,
  endTimeUtc,
});
const fixed = (slotsCount: number, ...enabledPeriods: unknown[]) => ({
  type: "Fixed",
  slotsCount,
  enabledPeriods,
});
const slotsAt = (policies: unknown[], time: string) =>
  slotsNow({ rules: rulesOf(policies, null), instances: 1 }, 0, new Date(time));

it.each([
  ["2026-01-03T23:30:00Z", 7], // Saturday night
  ["2026-01-04T05:00:00Z", 7], // into Sunday
  ["2026-01-04T07:00:00Z", 2],
])("a night that runs into the next week holds at %s", (time, slots) => {
  expect(slotsAt([fixed(7, weekly(["saturday"], "22:00:00", "06:00:00")), fixed(2)], time)).toBe(slots);
});

it("a policy without periods, or with one that is always, holds always", () => {
  expect(slotsAt([fixed(5)], "2026-01-04T07:00:00Z")).toBe(5);
  const period = weekly(["monday"], "01:00:00", "02:00:00");
  expect(slotsAt([fixed(5, period, { type: "Always" })], "2026-01-04T07:00:00Z")).toBe(5);
});

it("wrong policies are told by their place", () => {
  expect(
    wrongPolicies([
      fixed(1),
      { type: "Wrong", slotsCount: 12 },
      fixed(-1),
      fixed(1, { type: "Sometimes" }),
      fixed(1, weekly(["someday"], "01:00:00", "02:00:00")),
      fixed(1, weekly(["monday"], "25:00:00", "02:00:00")),
      { type: "ManagedTasksQueue", minTotalSlots: 5, maxTotalSlots: 2 },
      null,
      { type: "ManagedTasksQueue" },
    ]),
  ).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

it("without policies the elastic property counts, when it is switched on", () => {
  const elastic = { isElastic: true, minTotalSlots: 2, maxTotalSlots: 6 };
  const at = new Date("2026-01-04T07:00:00Z");
  expect(slotsNow({ rules: rulesOf([], elastic), instances: 1 }, 20, at)).toBe(6);
  expect(slotsNow({ rules: rulesOf([], { ...elastic, isElastic: false }), instances: 1 }, 20, at)).toBe(1);
});
