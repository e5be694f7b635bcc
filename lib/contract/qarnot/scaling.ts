/**
 * How many slots a pool has and when. Source: OpenAPI ScalingPolicy and TimePeriodSpecification with their kinds,
 * Python's scaling.py for the words of `type`.
 */
import { z } from "zod";

export const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

const name = z.string().max(255).nullish();
const slots = z.number().int().min(0).max(1_000_000);
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,7})?)?$/);

const period = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Always"), name }),
  z.object({
    type: z.literal("Weekly"),
    name,
    days: z.array(z.enum(DAYS)).min(1).max(7),
    startTimeUtc: timeOfDay,
    endTimeUtc: timeOfDay,
  }),
]);
export type ScalingPeriod = z.infer<typeof period>;

const enabledPeriods = z.array(period).max(100).nullish();

export const scalingPolicy = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Fixed"), name, enabledPeriods, slotsCount: slots }),
  z
    .object({
      type: z.literal("ManagedTasksQueue"),
      name,
      enabledPeriods,
      minTotalSlots: slots.nullish(),
      maxTotalSlots: slots.nullish(),
      minIdleSlots: slots.nullish(),
      minIdleTimeSeconds: z.number().int().nonnegative().nullish(),
      scalingFactor: z.number().min(0).max(1).nullish(),
    })
    .refine(
      ({ minTotalSlots, maxTotalSlots }) => (minTotalSlots ?? 0) <= (maxTotalSlots ?? 1_000_000),
      "The fewest slots are more than the most.",
    ),
]);
export type ScalingPolicy = z.infer<typeof scalingPolicy>;

/**
 * Policies are taken as they come and looked at one by one by the platform: a client wants to be told which of them is
 * wrong, and gets right ones back as it wrote them, key for key.
 */
export const scalingInput = z.object({ policies: z.array(z.unknown()).max(100).nullish() });
export const scalingOutput = z.object({
  policies: z.array(z.unknown()),
  activePolicyName: z.string().nullable(),
});
