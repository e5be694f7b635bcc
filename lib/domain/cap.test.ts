import { describe, expect, it } from "vitest";
import {
  type CapFacts,
  capForTheRest,
  capLevel,
  capText,
  expectedFramePrice,
  framesUnderCap,
  leftOfCap,
  withinCap,
} from "./cap.ts";
import { fromCredits } from "./credits.ts";

/** Ten frames of two credits each (60 s on 2 cores). */
const job = (change: Partial<CapFacts> = {}): CapFacts => ({
  cap: fromCredits(10),
  charged: 0,
  queued: 10,
  active: 0,
  secondsPerFrame: 60,
  coreSeconds: 120,
  frameSeconds: 60,
  effective: { width: 100, height: 100, samples: 4 },
  ...change,
});

describe("how many frames the cap bears", () => {
  it.each([
    ["all of them without a cap", job({ cap: null }), 10],
    ["what fits, exactly", job(), 5],
    ["less those in hand", job({ active: 3 }), 2],
    ["never fewer than none", job({ active: 9 }), 0],
    ["none where less is left than a frame costs", job({ charged: fromCredits(8.5) }), 0],
    ["the last one that just fits", job({ charged: fromCredits(8) }), 1],
    ["none at the cap", job({ charged: fromCredits(10) }), 0],
    ["no more than wait", job({ queued: 2 }), 2],
    ["one, to learn what they cost", job({ secondsPerFrame: null }), 1],
    ["none beside the one that tells what they cost", job({ secondsPerFrame: null, active: 1 }), 0],
  ])("%s", (_, facts, frames) => {
    expect(framesUnderCap(facts)).toBe(frames);
  });
});

it("a charge is cut at the cap, to the micro-credit", () => {
  const nearly = job({ charged: fromCredits(9.999_999) });
  expect(withinCap(nearly, fromCredits(2))).toBe(1);
  expect(withinCap(job({ cap: null }), fromCredits(2))).toBe(fromCredits(2));
  expect(leftOfCap(job({ charged: fromCredits(10) }))).toBe(0);
});

it.each([
  [fromCredits(7.99), "below"],
  [fromCredits(8), "near"],
  [fromCredits(8.5), "reached"],
  [fromCredits(10), "reached"],
])("with %i charged the level is %s", (charged, level) => {
  expect(capLevel(job({ charged }))).toBe(level);
});

it("while frames are in hand the cap is near, not reached", () => {
  expect(capLevel(job({ charged: fromCredits(8.5), active: 1 }))).toBe("near");
});

it("says why it waits, and how high a cap the rest needs", () => {
  expect(capText(job({ charged: fromCredits(8.5) }))).toBe(
    "Paused at its cap of 10 credits: 8.50 are charged and the next frame is expected to cost 2 credits. Raise the cap to go on, or stop the job.",
  );
  expect(capText(job({ charged: fromCredits(10) }))).toContain("10 are charged. Raise the cap");
  expect(capForTheRest(job({ charged: fromCredits(8.5), queued: 6 }))).toBe(21);
});

it("before a frame is delivered its price is the guess that a hold is made with", () => {
  const unknown = { secondsPerFrame: null, coreSeconds: 0, frameSeconds: 0 };
  const effective = { width: 1000, height: 1000, samples: 20 };
  expect(expectedFramePrice({ ...job(), ...unknown, effective })).toBe(fromCredits(1));
});
