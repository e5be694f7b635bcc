import { expect, it } from "vitest";
import {
  formatCredits,
  fromCredits,
  holdFor,
  MICRO,
  price,
  roundedTotal,
  roundingCharge,
} from "./credits.ts";

it("the job of the 2015 portal comes out: 6 h 20 m 54 s of computation are 381 credits", () => {
  const seconds = 6 * 3600 + 20 * 60 + 54;
  expect(roundedTotal(price(seconds))).toBe(fromCredits(381));
});

it("a job's total is rounded up once, not each frame", () => {
  const frames = Array.from({ length: 6 }, () => price(61));
  const charged = frames.reduce<number>((sum, p) => sum + p, 0);
  expect(roundedTotal(charged)).toBe(fromCredits(7));
  expect(charged + roundingCharge(charged)).toBe(fromCredits(7));
});

it("whole totals are not rounded further, and nothing costs nothing", () => {
  expect(roundingCharge(fromCredits(3))).toBe(0);
  expect(roundedTotal(0)).toBe(0);
  expect(price(-1)).toBe(0);
});

it("a hold is whole credits and at least one", () => {
  const hold = holdFor({ frames: 1, width: 10, height: 10, samples: 1 });
  expect(hold).toBe(fromCredits(1));
  expect(holdFor({ frames: 24, width: 1920, height: 1080, samples: 64 }) % MICRO).toBe(0);
});

it("credits read whole when whole and with two decimals while they run", () => {
  expect(formatCredits(fromCredits(1500), "en")).toBe("1,500");
  expect(formatCredits(1_500_000, "en")).toBe("1.50");
});
