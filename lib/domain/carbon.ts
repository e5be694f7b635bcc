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
  /** Heat that the heating which is saved would give for each kWh it takes: 1 for an electric radiator, 0.9 for a boiler. */
  heatingEfficiency: z.number().min(0.1).max(10).default(1),
  /** What keeps one person warm for a day. Units: kWh. */
  kwhPerPersonDay: positive.max(1000).default(4),
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
  /** What the reference would have taken and the heating that was replaced, less what was taken here. */
  savedWh: number;
  /** People kept warm for a day. */
  personDays: number;
  savedByComputing: number;
  savedByHeat: number;
  /** Of what the reference would have emitted; 0 when that is nothing. */
  savedPercent: number;
  /** Energy reuse effectiveness: what was not reused ÷ the machines' own. */
  ere: number;
}

/** What nodes measured of the work: joules, and the core-seconds that they are of. */
export interface MeasuredEnergy {
  joules: number;
  coreSeconds: number;
}

/**
 * What was not measured is reckoned by the administrator's watts.
 * Shape: 3,600 core-seconds at 10 W, PUE 1.5, 250 g/kWh → 10 Wh of machines, 15 Wh in all, 3.75 g */
export function footprintOf(
  coreSeconds: number,
  facts: CarbonFacts,
  measured: MeasuredEnergy = { joules: 0, coreSeconds: 0 },
): Footprint {
  const told = Math.max(0, coreSeconds - measured.coreSeconds) * facts.wattsPerCore;
  const machineWh = (told + measured.joules) / 3600;
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
    savedWh: machineWh * facts.reference.pue + reusedWh / facts.heatingEfficiency - totalWh,
    personDays: reusedWh / 1000 / facts.kwhPerPersonDay,
    savedByComputing,
    savedByHeat,
    savedPercent: referenceGrams === 0 ? 0 : (100 * (savedByComputing + savedByHeat)) / referenceGrams,
    ere: facts.pue * (1 - facts.heatReused),
  };
}
