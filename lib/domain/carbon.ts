/**
 * Energy and carbon of a job, from the core-seconds that it took. Pure; docs/carbon.md explains the formulas and says
 * where the defaults come from. Units: Wh, grams of CO2 equivalent.
 */
import { z } from "zod";

const positive = z.number().positive();
const share = z.number().min(0).max(1);

/** What an administrator knows about the farm. */
export const carbonFacts = z.object({
  /** What a core at work draws, with its share of the machine. */
  wattsPerCore: positive.max(1000).default(10),
  /** All energy ÷ the machines' own: 1 where nothing is cooled. */
  pue: z.number().min(1).max(10).default(1),
  /** How much of the energy warms rooms that would be heated otherwise. */
  heatReused: share.default(0),
  /** Grams for each kWh from the grid. */
  gridGrams: z.number().min(0).max(5000).default(250),
  /** Litres of water for each kWh. */
  litresPerKwh: z.number().min(0).max(1000).default(0),
  /** Grams for each kWh of the heat that is saved elsewhere. */
  heatGrams: z.number().min(0).max(5000).default(230),
  /** What the farm is compared with. */
  reference: z
    .object({
      name: z.string().min(1).max(200).default("Average datacenter"),
      pue: z.number().min(1).max(10).default(1.56),
      gridGrams: z.number().min(0).max(5000).default(250),
    })
    .prefault({}),
});
export type CarbonFacts = z.infer<typeof carbonFacts>;
export const DEFAULT_CARBON: CarbonFacts = carbonFacts.parse({});

export interface Footprint {
  machineWh: number;
  totalWh: number;
  reusedWh: number;
  grams: number;
  referenceGrams: number;
  savedByComputing: number;
  savedByHeat: number;
  /** Of what the reference would have emitted; 0 when that is nothing. */
  savedPercent: number;
  /** Energy reuse effectiveness: what was not reused ÷ the machines' own. */
  ere: number;
}

/** Shape: 3,600 core-seconds at 10 W, PUE 1.5, 250 g/kWh → 10 Wh of machines, 15 Wh in all, 3.75 g */
export function footprintOf(coreSeconds: number, facts: CarbonFacts): Footprint {
  const machineWh = (coreSeconds * facts.wattsPerCore) / 3600;
  const totalWh = machineWh * facts.pue;
  const reusedWh = totalWh * facts.heatReused;
  const grams = (totalWh / 1000) * facts.gridGrams;
  const referenceGrams = ((machineWh * facts.reference.pue) / 1000) * facts.reference.gridGrams;
  const savedByComputing = referenceGrams - grams;
  const savedByHeat = (reusedWh / 1000) * facts.heatGrams;
  return {
    machineWh,
    totalWh,
    reusedWh,
    grams,
    referenceGrams,
    savedByComputing,
    savedByHeat,
    savedPercent: referenceGrams === 0 ? 0 : (100 * (savedByComputing + savedByHeat)) / referenceGrams,
    ere: facts.pue * (1 - facts.heatReused),
  };
}
