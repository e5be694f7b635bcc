/** Hardware constraints of the wire → what the scheduler asks of a node. Pure. */
import type { HardwareNeed } from "#lib/domain/hardware.ts";
import type { HardwareConstraint } from "../qarnot/hardware.ts";

const MB = 1e6;
const GB = 1e9;

/** Nodes do not tell whether their disk is an SSD, so those two ask nothing. */
export function hardwareNeedsOf(constraints: readonly HardwareConstraint[]): HardwareNeed[] {
  return constraints.flatMap((given): HardwareNeed[] => {
    switch (given.discriminator) {
      case "MinimumCoreHardwareConstraint":
        return [{ kind: "cores", least: given.coreCount }];
      case "MaximumCoreHardwareConstraint":
        return [{ kind: "cores", most: given.coreCount }];
      case "MinimumRamCoreRatioHardwareConstraint":
        return [{ kind: "memoryPerCore", least: (given.minimumMemoryGBCoreRatio ?? 0) * GB }];
      case "MaximumRamCoreRatioHardwareConstraint":
        return [{ kind: "memoryPerCore", most: (given.maximumMemoryGBCoreRatio ?? 0) * GB }];
      case "MinimumRamHardwareConstraint":
        return [{ kind: "memory", least: (given.minimumMemoryMB ?? 0) * MB }];
      case "MaximumRamHardwareConstraint":
        return [{ kind: "memory", most: (given.maximumMemoryMB ?? 0) * MB }];
      case "SpecificHardwareConstraint":
        return [{ kind: "specification", key: given.specificationKey ?? "" }];
      case "CpuModelHardwareConstraint":
        return [{ kind: "cpuModel", name: given.cpuModel ?? "" }];
      case "GpuHardwareConstraint":
        return [{ kind: "gpu", has: true }];
      case "NoGpuHardwareConstraint":
        return [{ kind: "gpu", has: false }];
      case "SSDHardwareConstraint":
      case "NoSSDHardwareConstraint":
        return [];
      default:
        return given.discriminator satisfies never;
    }
  });
}
