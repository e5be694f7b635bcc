import { expect, it } from "vitest";
import { carbonFacts, DEFAULT_CARBON, footprintOf } from "./carbon.ts";

it("an hour of one core, reckoned by hand", () => {
  const facts = carbonFacts.parse({
    pue: 1.5,
    heatReused: 0.5,
    heatGrams: 200,
    heatingEfficiency: 0.75,
    kwhPerPersonDay: 0.005,
    reference: { pue: 2, gridGrams: 500 },
  });
  const { savedPercent, ...rest } = footprintOf(3600, facts);
  expect(rest).toEqual({
    machineWh: 10,
    totalWh: 15,
    reusedWh: 7.5,
    grams: 3.75,
    referenceGrams: 10,
    savedWh: 15,
    personDays: 1.5,
    savedByComputing: 6.25,
    savedByHeat: 1.5,
    ere: 0.75,
  });
  expect(savedPercent).toBeCloseTo(77.5);
});

it("what was measured counts, and the rest by the watts that were told", () => {
  const measured = { joules: 36_000, coreSeconds: 1800 };
  expect(footprintOf(3600, DEFAULT_CARBON, measured).machineWh).toBe(15);
});

it("with the defaults no heat is claimed, and the gain is what cooling would have taken", () => {
  const footprint = footprintOf(36_000, DEFAULT_CARBON);
  expect(footprint.savedByHeat).toBe(0);
  expect(footprint.savedPercent).toBeCloseTo(100 * (1 - 1 / 1.56));
});

it("nothing done is nothing emitted, and no percentage of nothing", () => {
  expect(footprintOf(0, DEFAULT_CARBON)).toMatchObject({ totalWh: 0, grams: 0, savedPercent: 0 });
});

it("the facts sheet of 2014 comes out of its computation, by the factors that docs/carbon.md names", () => {
  const computation = (4 * 24 + 6) * 3600 + 32 * 60;
  const facts = carbonFacts.parse({
    wattsPerCore: 107,
    heatReused: 1,
    gridGrams: 5,
    heatGrams: 7,
    heatingEfficiency: 0.71,
    kwhPerPersonDay: 4.1,
    reference: { pue: 2.5, gridGrams: 5 },
  });
  const sheet = footprintOf(computation, facts);
  expect((sheet.totalWh / 1000).toFixed(0)).toBe("11");
  expect((sheet.savedWh / 1000).toFixed(0)).toBe("32");
  expect(sheet.personDays.toFixed(1)).toBe("2.7");
  expect(Math.round((sheet.savedByComputing + sheet.savedByHeat) / 10) * 10).toBe(160);
});
