import { expect, it } from "vitest";
import { fromCredits } from "./credits.ts";
import { capOfStart, type StartFacts, startWish, whyNotStart } from "./start-within.ts";

const wish = startWish.parse({ name: "shot 12", within: 400 });
const facts = (change: Partial<StartFacts> = {}): StartFacts => ({
  wish,
  estimate: { low: fromCredits(340), high: fromCredits(400) },
  problem: null,
  missingFiles: [],
  ...change,
});

it("a job whose whole range is within what it may cost starts", () => {
  expect(whyNotStart(facts())).toBeNull();
});

it.each<[string, Partial<StartFacts>, RegExp]>([
  [
    "may cost more than agreed",
    { estimate: { low: fromCredits(340), high: fromCredits(401) } },
    /340 to 401 credits, more than the 400 credits that you allowed/,
  ],
  ["has no price", { estimate: null }, /no price/],
  ["has a probe that failed", { problem: "The scene has no camera." }, /no camera/],
  ["lacks files", { missingFiles: ["//tex/a.png", "//b.png"] }, /2 files are missing, \/\/tex\/a.png first/],
])("a job that %s does not", (_, change, words) => {
  expect(whyNotStart(facts(change))).toMatch(words);
});

it("missing files that were accepted stop nothing", () => {
  const accepted = { ...wish, acceptsMissing: true };
  expect(whyNotStart(facts({ wish: accepted, missingFiles: ["//tex/a.png"] }))).toBeNull();
});

it("its cap is what was agreed to, or lower if a lower one was named", () => {
  expect(capOfStart(wish)).toEqual({ credits: 400, atCap: "pause" });
  expect(capOfStart({ ...wish, cap: 350, atCap: "stop" })).toEqual({ credits: 350, atCap: "stop" });
});
