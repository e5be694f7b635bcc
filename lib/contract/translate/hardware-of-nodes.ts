/** What the farm's machines are → constraints that a task can ask for and get. Pure. */
import { specificationKeyOf, type MachineFacts } from "#lib/domain/hardware.ts";
import type { HardwareConstraint } from "../qarnot/hardware.ts";

const GB = 2 ** 30;

const sizes = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
const names = (values: readonly string[]): string[] =>
  [...new Set(values)].sort((a, b) => a.localeCompare(b));

export const cpuModelsOf = (machines: readonly MachineFacts[]): HardwareConstraint[] =>
  names(machines.map(({ cpuModel }) => cpuModel)).map((cpuModel) => ({
    discriminator: "CpuModelHardwareConstraint",
    cpuModel,
  }));

/** Each of the machines' sizes as a least and a most, their models and kinds, and whether there is a GPU. */
export function constraintsOf(machines: readonly MachineFacts[]): HardwareConstraint[] {
  const cores = sizes(machines.map((m) => m.cores));
  const gigabytes = sizes(machines.map((m) => Math.max(1, Math.floor(m.memoryBytes / GB))));
  const ratios = sizes(machines.map((m) => Math.round((10 * m.memoryBytes) / GB / m.cores) / 10));
  const hasGpu = (m: MachineFacts) =>
    m.blenders.some(({ devices }) => devices.some((device) => device !== "CPU"));
  const constraints: HardwareConstraint[] = [];
  for (const coreCount of cores)
    constraints.push(
      { discriminator: "MinimumCoreHardwareConstraint", coreCount },
      { discriminator: "MaximumCoreHardwareConstraint", coreCount },
    );
  for (const size of gigabytes)
    constraints.push(
      { discriminator: "MinimumRamHardwareConstraint", minimumMemoryMB: size * 1024 },
      { discriminator: "MaximumRamHardwareConstraint", maximumMemoryMB: (size + 1) * 1024 },
    );
  for (const ratio of ratios)
    constraints.push(
      { discriminator: "MinimumRamCoreRatioHardwareConstraint", minimumMemoryGBCoreRatio: ratio },
      { discriminator: "MaximumRamCoreRatioHardwareConstraint", maximumMemoryGBCoreRatio: ratio },
    );
  constraints.push(...cpuModelsOf(machines));
  for (const specificationKey of names(machines.map(specificationKeyOf)))
    constraints.push({ discriminator: "SpecificHardwareConstraint", specificationKey });
  if (machines.some(hasGpu)) constraints.push({ discriminator: "GpuHardwareConstraint" });
  if (machines.some((m) => !hasGpu(m))) constraints.push({ discriminator: "NoGpuHardwareConstraint" });
  return constraints;
}
