import { expect, it } from "vitest";
import { fromCredits } from "#lib/domain/credits.ts";
import { quoteLines } from "./tell-quote.ts";

const estimate = {
  low: fromCredits(340),
  likely: fromCredits(380),
  high: fromCredits(420),
  lowCoreSeconds: 20_400,
  coreSeconds: 22_800,
  highCoreSeconds: 25_200,
};
const probe = {
  frame: 1,
  state: "completed" as const,
  problem: null,
  thumbnailUrl: null,
  peakMemoryBytes: 400 * 1024 ** 2,
  coreSeconds: 1,
  setupCoreSeconds: 0.1,
  samplingCoreSeconds: 0.8,
  isCold: false,
  samples: 16,
};
const probes = [probe, { ...probe, frame: 51, peakMemoryBytes: null }];

it("the price is a range, with the time on the free cores, the memory and the rule", () => {
  expect(quoteLines({ estimate, probes }, { cores: 16, busyCores: 1 })).toEqual([
    "340 to 420 credits, about 25 minutes on the 15 cores free now.",
    "Looked at: frames 1, 51, with up to 400 MiB of memory.",
    expect.stringMatching(/^Only delivered frames are charged/) as string,
  ]);
});

it("on a full farm it is the time of all cores, once they are free", () => {
  const [price] = quoteLines({ estimate, probes }, { cores: 16, busyCores: 16 });
  expect(price).toContain("on all cores of the farm, once they are free");
});

it("without a price there is nothing to tell", () => {
  expect(quoteLines({ estimate: null, probes }, { cores: 16, busyCores: 0 })).toEqual([]);
});
