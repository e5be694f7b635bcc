/** The facts sheet of a job: what it took, and what that comes to in energy. Its formulas: docs/carbon.md. */
import { z } from "zod";
import { carbonFacts } from "#lib/domain/carbon.ts";
import { count } from "../scalars.ts";

const amount = z.number().nonnegative();

export const jobFacts = z.object({
  /** From the first frame's beginning to the end, or to now; null before that. Units: seconds. */
  durationSeconds: amount.nullable(),
  /** Of delivered frames. Units: core-seconds; wall seconds on the node. */
  coreSeconds: amount,
  secondsPerFrame: amount.nullable(),
  /** Computation ÷ duration; null without a duration. */
  averageCores: amount.nullable(),
  /** The files that were rendered from, and the finished ones. Units: bytes. */
  bytesIn: count,
  bytesOut: count,
  energy: z.object({
    /** Where the watts come from: the nodes' own meters, the administrator's figure, or partly each. */
    source: z.enum(["measured", "told", "both"]),
    /** What came out of either. Units: watts. */
    wattsPerCore: amount,
    consumedWh: amount,
    /** Less than nothing where the reference would have done better. */
    savedWh: z.number(),
    savedGrams: z.number(),
    emittedGrams: amount,
    personDays: amount,
  }),
  /** What it was reckoned with. */
  factors: carbonFacts,
});
export type JobFacts = z.infer<typeof jobFacts>;
