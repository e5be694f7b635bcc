import { expect, test } from "vitest";
import { formatEnergy, formatMass } from "./units.ts";

test("energy and mass are told in the unit that a person would use", () => {
  expect(formatEnergy(0, "en")).toBe("0 Wh");
  expect(formatEnergy(0.4242, "en")).toBe("0.424 Wh");
  expect(formatEnergy(0.0042, "en")).toBe("4.2 mWh");
  expect(formatEnergy(10_970, "en")).toBe("11 kWh");
  expect(formatEnergy(-1500, "en")).toBe("-1.5 kWh");
  expect(formatEnergy(2_500_000, "en")).toBe("2.5 MWh");
  expect(formatMass(0.0042, "en")).toBe("4.2 mg");
  expect(formatMass(160, "en")).toBe("160 g");
  expect(formatMass(2500, "en")).toBe("2.5 kg");
});
