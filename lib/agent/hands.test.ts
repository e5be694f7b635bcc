import { expect, test } from "vitest";
import { createUsageMeter } from "./hands.ts";

test("cores kept busy are told of the time since the last look, not of the whole frame", () => {
  const sums = { cpuSeconds: 10, residentBytes: 5 };
  let at = 0;
  const usage = createUsageMeter(
    () => sums,
    () => at,
  );
  at = 1000;
  sums.cpuSeconds = 13.5;
  expect(usage()).toEqual({ busyCores: 3.5, residentBytes: 5 });
  at = 3000;
  sums.cpuSeconds = 14.5;
  expect(usage().busyCores).toBe(0.5);
  expect(usage().busyCores).toBe(0);
});
