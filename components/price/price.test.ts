import { expect, it } from "vitest";
import type { CapNeared } from "#lib/contract/events.ts";
import { fromCredits } from "#lib/domain/credits.ts";
import { newId } from "#lib/domain/ids.ts";
import { capNearedText } from "./say-of-price.ts";
import { readCeiling } from "./use-ceiling.ts";
import { readWithin } from "./use-start.ts";

it.each([
  ["", null],
  ["400", 400],
  [" 1,500 ", 1500],
])("the cap %j is %s credits", (text, credits) => {
  expect(readCeiling(text, "pause").value).toEqual({ credits, atCap: "pause" });
});

it.each([
  ["ten", "The cap must be a number of credits."],
  ["0", "The cap must be at least 1 credit."],
  ["1.5", "The cap must be whole credits."],
])("the cap %j is refused: %s", (text, words) => {
  expect(readCeiling(text, "pause")).toEqual({ error: words, value: undefined });
});

it("near the cap the toast says how much is used, at it what to do", () => {
  const event: CapNeared = {
    type: "cap.neared",
    jobId: newId(),
    accountId: newId(),
    name: "shot 12",
    level: "near",
    charged: fromCredits(8.1),
    cap: fromCredits(10),
  };
  expect(capNearedText(event)).toBe("shot 12 has used 8.10 of the 10 credits of its cap.");
  expect(capNearedText({ ...event, level: "reached" })).toContain("until you raise it");
});

it.each([
  ["400", 400, undefined],
  ["1,500", 1500, undefined],
  ["", undefined, "Say what it may cost."],
  ["0", undefined, "It must be at least 1 credit."],
])("a job may start by itself within %j", (text, within, error) => {
  expect(readWithin(text)).toEqual({ within, error });
});
