import { expect, it } from "vitest";
import { carbonFacts, DEFAULT_CARBON, footprintOf } from "./carbon.ts";

it("an hour of one core, reckoned by hand", () => {
  const facts = carbonFacts.parse({
    pue: 1.5,
    heatReused: 0.5,
    heatGrams: 200,
    reference: { pue: 2, gridGrams: 500 },
  });
  const { savedPercent, ...rest } = footprintOf(3600, facts);
  expect(rest).toEqual({
    machineWh: 10,
    totalWh: 15,
    reusedWh: 7.5,
    grams: 3.75,
    referenceGrams: 10,
    savedByComputing: 6.25,
    savedByHeat: 1.5,
    ere: 0.75,
  });
  expect(savedPercent).toBeCloseTo(77.5);
});

it("with the defaults no heat is claimed, and the gain is what cooling would have taken", () => {
  const footprint = footprintOf(36_000, DEFAULT_CARBON);
  expect(footprint.savedByHeat).toBe(0);
  expect(footprint.savedPercent).toBeCloseTo(100 * (1 - 1 / 1.56));
});

it("nothing done is nothing emitted, and no percentage of nothing", () => {
  expect(footprintOf(0, DEFAULT_CARBON)).toMatchObject({ totalWh: 0, grams: 0, savedPercent: 0 });
});
