/** What a node can do, and whether a job fits it. Pure, so that the form, the scheduler and "why it waits" agree. */
import { z } from "zod";
import { hasHardware, type HardwareNeed } from "./hardware.ts";
import { ENGINE_NAMES, ENGINES, type Engine } from "./render-settings.ts";

export const NODE_STATES = ["idle", "busy", "draining", "lost", "offline"] as const;
export type NodeState = (typeof NODE_STATES)[number];

export const blenderBuild = z.object({
  /** "3.4.1" */
  version: z.string(),
  engines: z.array(z.enum(ENGINES)),
  /** Empty: a scene that denoises renders nothing here. */
  denoisers: z.array(z.string()),
  /** Cycles devices, e.g. ["CPU"]. */
  devices: z.array(z.string()),
  /** Whether it can write a glTF. Absent: it was not asked. */
  exports: z.boolean().optional(),
});
export type BlenderBuild = z.infer<typeof blenderBuild>;

export const nodeCapabilities = z.object({
  cores: z.number().int().positive(),
  memoryBytes: z.number().int().positive(),
  cpuModel: z.string(),
  /** The processor's nominal clock; absent where the system does not tell. */
  clockGHz: z.number().nonnegative().optional(),
  blenders: z.array(blenderBuild),
  /** Whether it runs plain commands: it has a sandbox. Absent: it does not know of them. */
  runsScripts: z.boolean().optional(),
  sandbox: z.object({
    /** `remote`: another platform renders for this node and isolates in its own way. */
    kind: z.enum(["bubblewrap", "none", "remote"]),
    /** What is missing or limited, in words; empty when all is as it should be. */
    note: z.string(),
  }),
});
export type NodeCapabilities = z.infer<typeof nodeCapabilities>;

/** What a job asks of a node. */
export interface JobNeeds {
  engine: Engine | "OTHER";
  denoises: boolean;
  /** "3.4": exactly this Blender; null: any that opens the file. */
  blender: string | null;
  /** Version that saved the file, e.g. "3.4.1". */
  savedBy: string;
  /** Runs the file's own scripts: only where they are isolated. Absent: it does not. */
  runsFileScripts?: boolean;
  /** Of the machine itself. */
  hardware?: readonly HardwareNeed[];
}

/** What a job that runs a plain command asks. */
export interface ScriptNeeds {
  runsScripts: true;
  hardware?: readonly HardwareNeed[];
}
export type WorkNeeds = JobNeeds | ScriptNeeds;

/** Compares "3.4.1" with "3.10": by numbers, missing ones are 0. Negative when a is older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((v) => v.split(".").map((n) => Number.parseInt(n, 10) || 0));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** "3.4.1" → "3.4": files move freely inside one of these. */
export const minorVersion = (version: string): string => version.split(".").slice(0, 2).join(".");

export type Mismatch =
  | "no_blender"
  | "hardware"
  | "blender_version"
  | "file_too_new"
  | "engine_missing"
  | "no_denoiser"
  | "no_sandbox"
  | "no_scripts";

/** Null when the Blender can render the job, else the first reason why not. */
export function mismatch(needs: JobNeeds, build: BlenderBuild): Mismatch | null {
  if (needs.blender !== null && minorVersion(build.version) !== needs.blender) return "blender_version";
  if (compareVersions(minorVersion(needs.savedBy), minorVersion(build.version)) > 0) return "file_too_new";
  if (needs.engine === "OTHER" || !build.engines.includes(needs.engine)) return "engine_missing";
  if (needs.denoises && build.denoisers.length === 0) return "no_denoiser";
  return null;
}

/** The newest Blender of a node that can render the job (null: it needs none), or why none can. */
export function match(
  needs: WorkNeeds,
  node: NodeCapabilities,
): { build: BlenderBuild | null } | { reason: Mismatch } {
  if (!(needs.hardware ?? []).every((need) => hasHardware(node, need))) return { reason: "hardware" };
  if ("runsScripts" in needs) return node.runsScripts === true ? { build: null } : { reason: "no_scripts" };
  if (needs.runsFileScripts === true && node.sandbox.kind === "none") return { reason: "no_sandbox" };
  let reason: Mismatch = "no_blender";
  const newestFirst = [...node.blenders].sort((a, b) => compareVersions(b.version, a.version));
  for (const build of newestFirst) {
    const why = mismatch(needs, build);
    if (why === null) return { build };
    reason = why;
  }
  return { reason };
}

export function mismatchText(reason: Mismatch, needs: WorkNeeds): string {
  if (reason === "hardware") return "No node has the hardware that the job asks for.";
  if ("runsScripts" in needs || reason === "no_scripts") return "No node can run commands in a sandbox.";
  switch (reason) {
    case "no_blender":
      return "No node has a Blender installed.";
    case "blender_version":
      return `No node has Blender ${needs.blender}.`;
    case "file_too_new":
      return `The file was saved by Blender ${needs.savedBy}, newer than any on the farm.`;
    case "engine_missing":
      return needs.engine === "OTHER"
        ? "The scene uses an add-on's render engine, which no node has. Choose Cycles, EEVEE or Workbench."
        : `No node can render with ${ENGINE_NAMES[needs.engine]}.`;
    case "no_denoiser":
      return "The scene denoises and no node's Blender has a denoiser. Render without denoising, or wait for a node that has one.";
    case "no_sandbox":
      return "The job runs the file's scripts, and no node has a sandbox for them.";
    default:
      return reason satisfies never;
  }
}

/** Share of the farm's cores that is free now, 0 … 1. Shape: {cores: 8, busy: 2} → 0.75. 0 means full, not broken. */
export function availability(cores: number, busyCores: number): number {
  if (cores <= 0) return 0;
  return Math.max(0, Math.min(1, (cores - busyCores) / cores));
}
