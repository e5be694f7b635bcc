import { expect, it } from "vitest";
import { fromCredits } from "./credits.ts";
import { aboutTime, rangeInWords } from "./quote-words.ts";

it.each([
  [340, 420, "340 to 420 credits"],
  [1340, 1420, "1,340 to 1,420 credits"],
  [1, 1, "1 credit"],
  [7, 7, "7 credits"],
])("%s to %s credits are %j", (low, high, words) => {
  expect(rangeInWords({ low: fromCredits(low), high: fromCredits(high) }, "en")).toBe(words);
});

it.each([
  [40, "under a minute"],
  [1500, "about 25 minutes"],
  [61, "about 1 minute"],
  [9000, "about 2.5 hours"],
])("%s seconds are %j", (seconds, words) => {
  expect(aboutTime(seconds)).toBe(words);
});
