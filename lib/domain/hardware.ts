/** What a job asks of the machine itself, and whether a node has it. Pure; what a node does not tell cannot refuse it. */

/** Units: cores, bytes, bytes a core. */
export type HardwareNeed =
  | { kind: "cores"; least?: number; most?: number }
  | { kind: "memory"; least?: number; most?: number }
  | { kind: "memoryPerCore"; least?: number; most?: number }
  | { kind: "cpuModel"; name: string }
  | { kind: "specification"; key: string }
  | { kind: "gpu"; has: boolean };

export interface MachineFacts {
  cores: number;
  memoryBytes: number;
  cpuModel: string;
  blenders: readonly { devices: readonly string[] }[];
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\((?:r|tm)\)|@.*$|\b(?:cpu|processor)\b|\b\d+-core\b/g, " ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

/** A short name for machines that are alike. Shape: 8 cores, 32 GB, "AMD Ryzen 7 3700X 8-Core Processor" → "8c-32g-amd-ryzen-7-3700x" */
export const specificationKeyOf = (machine: MachineFacts): string =>
  `${machine.cores}c-${Math.max(1, Math.round(machine.memoryBytes / 2 ** 30))}g-${slug(machine.cpuModel) || "unknown"}`;

const within = (value: number, { least, most }: { least?: number; most?: number }): boolean =>
  (least === undefined || value >= least) && (most === undefined || value <= most);

/** Words of the wanted model, in any order of case: "ryzen 1700x" fits "AMD Ryzen 7 1700X Eight-Core Processor". */
const isModel = (model: string, wanted: string): boolean => {
  const has = model.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => has.includes(word));
};

const hasGpu = (machine: MachineFacts): boolean =>
  machine.blenders.some((build) => build.devices.some((device) => device !== "CPU"));

export function hasHardware(machine: MachineFacts, need: HardwareNeed): boolean {
  switch (need.kind) {
    case "cores":
      return within(machine.cores, need);
    case "memory":
      return within(machine.memoryBytes, need);
    case "memoryPerCore":
      return within(machine.memoryBytes / machine.cores, need);
    case "cpuModel":
      return isModel(machine.cpuModel, need.name);
    case "specification":
      return specificationKeyOf(machine) === need.key;
    case "gpu":
      return hasGpu(machine) === need.has;
    default:
      return need satisfies never;
  }
}
