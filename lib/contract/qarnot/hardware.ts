/**
 * What a task asks of the machine, on the wire. Source: OpenAPI HardwareConstraint and its kinds; Python's
 * hardware_constraint.py for the names.
 */
import { z } from "zod";

export const CONSTRAINT_KINDS = [
  "MinimumCoreHardwareConstraint",
  "MaximumCoreHardwareConstraint",
  "MinimumRamCoreRatioHardwareConstraint",
  "MaximumRamCoreRatioHardwareConstraint",
  "MinimumRamHardwareConstraint",
  "MaximumRamHardwareConstraint",
  "SpecificHardwareConstraint",
  "CpuModelHardwareConstraint",
  "GpuHardwareConstraint",
  "NoGpuHardwareConstraint",
  "SSDHardwareConstraint",
  "NoSSDHardwareConstraint",
] as const;
export type ConstraintKind = (typeof CONSTRAINT_KINDS)[number];

const size = z.number().nonnegative().optional();

const fields = {
  discriminator: z.enum(CONSTRAINT_KINDS),
  coreCount: size,
  minimumMemoryGBCoreRatio: size,
  maximumMemoryGBCoreRatio: size,
  minimumMemoryMB: size,
  maximumMemoryMB: size,
  specificationKey: z.string().max(512).optional(),
  cpuModel: z.string().max(512).optional(),
};

/** Which field belongs to which kind; the others are not there. */
const VALUE_OF: Record<ConstraintKind, Exclude<keyof typeof fields, "discriminator"> | null> = {
  MinimumCoreHardwareConstraint: "coreCount",
  MaximumCoreHardwareConstraint: "coreCount",
  MinimumRamCoreRatioHardwareConstraint: "minimumMemoryGBCoreRatio",
  MaximumRamCoreRatioHardwareConstraint: "maximumMemoryGBCoreRatio",
  MinimumRamHardwareConstraint: "minimumMemoryMB",
  MaximumRamHardwareConstraint: "maximumMemoryMB",
  SpecificHardwareConstraint: "specificationKey",
  CpuModelHardwareConstraint: "cpuModel",
  GpuHardwareConstraint: null,
  NoGpuHardwareConstraint: null,
  SSDHardwareConstraint: null,
  NoSSDHardwareConstraint: null,
};

export const hardwareConstraint = z.object(fields).refine((given) => {
  const field = VALUE_OF[given.discriminator];
  return field === null || given[field] !== undefined;
}, "A hardware constraint lacks its value.");
export type HardwareConstraint = z.infer<typeof hardwareConstraint>;
