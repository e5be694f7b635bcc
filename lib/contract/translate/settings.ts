/**
 * RenderSettings ⇄ a Qarnot task's profile, constants and ranges. Pure; round-trip tested.
 * Source: the constants of Qarnot's `blender` profile; HEARTH_* are ours where it has none.
 */
import type { Ceiling } from "#lib/domain/cap.ts";
import {
  type Engine,
  ENGINES,
  OUTPUT_FORMATS,
  type OutputFormat,
  renderSettings,
  type RenderSettings,
} from "#lib/domain/render-settings.ts";
import { outputTemplate, OutputPathError } from "#lib/domain/output.ts";
import type { TaskCreation, TaskCreationInput } from "../qarnot/task.ts";
import { rangeText } from "./ranges.ts";

/** Qarnot's short names of formats; Blender's own are taken too. */
const FORMAT_OF: Record<string, OutputFormat> = {
  "": "FILE",
  EXR: "OPEN_EXR",
  MULTILAYER: "OPEN_EXR_MULTILAYER",
  TGA: "TARGA",
  ...Object.fromEntries(OUTPUT_FORMATS.map((f) => [f, f])),
};
const WIRE_FORMAT: Partial<Record<OutputFormat, string>> = {
  FILE: "",
  OPEN_EXR: "EXR",
  OPEN_EXR_MULTILAYER: "MULTILAYER",
  TARGA: "TGA",
};

/** Engines that scripts of 2015 name and no Blender since 2.80 has. Another engine makes another picture: it is not guessed. */
const GONE_ENGINES = new Set(["BLENDER_RENDER", "BLENDER_GAME"]);

const ENGINE_OF: Record<string, Engine | null> = {
  "": null,
  EEVEE: "BLENDER_EEVEE",
  WORKBENCH: "BLENDER_WORKBENCH",
  ...Object.fromEntries(ENGINES.map((e) => [e, e])),
};

/** The version of a project, by its number; without it, what lies in the bucket now. */
export const VERSION_CONSTANT = "HEARTH_VERSION";

/** What a script wrote that is no setting. Its message names the constant and what it takes. */
export class TranslationError extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.name = "TranslationError";
    this.field = field;
  }
}

function wholeNumber(key: string, text: string | undefined): number | null {
  if (text === undefined || text === "") return null;
  const value = Number(text);
  if (!Number.isInteger(value))
    throw new TranslationError(key, `${key} must be a whole number, not "${text}".`);
  return value;
}

function engineOf(name: string): Engine | null {
  if (GONE_ENGINES.has(name)) {
    throw new TranslationError(
      "BLEND_ENGINE",
      `BLEND_ENGINE ${name} left Blender with 2.80 (2019). Use CYCLES, EEVEE or WORKBENCH, or leave it empty for the file's own.`,
    );
  }
  const engine = ENGINE_OF[name];
  if (engine !== undefined) return engine;
  const known = Object.keys(ENGINE_OF).filter((one) => one !== "");
  throw new TranslationError("BLEND_ENGINE", `BLEND_ENGINE must be one of ${known.join(", ")}, or empty.`);
}

function formatOf(name: string): OutputFormat {
  const format = FORMAT_OF[name];
  if (format !== undefined) return format;
  const known = Object.keys(FORMAT_OF).filter((one) => one !== "");
  throw new TranslationError("BLEND_FORMAT", `BLEND_FORMAT must be one of ${known.join(", ")}, or empty.`);
}

function fileScriptsOf(text: string): "off" | "on" {
  if (text === "" || text === "off") return "off";
  if (text === "on") return "on";
  throw new TranslationError("HEARTH_FILE_SCRIPTS", `HEARTH_FILE_SCRIPTS must be on or off, not "${text}".`);
}

/** Whole frames only: `1` and `1x1` are what every script of old says by default. */
function checkSlicing(text: string): void {
  if (["", "0", "1", "1x1"].includes(text.trim().toLowerCase())) return;
  throw new TranslationError(
    "BLEND_SLICING",
    `BLEND_SLICING ${text}: a picture is rendered whole here, not in tiles. Leave it empty, or 1.`,
  );
}

/** Errors: TranslationError when the path leads out of the results. */
export function outputTemplateOf(constants: TaskCreation["constants"]): string {
  const written = constants.findLast((c) => c.key === "BLEND_OUTPUT")?.value ?? "";
  try {
    return outputTemplate(written);
  } catch (error) {
    if (error instanceof OutputPathError)
      throw new TranslationError("BLEND_OUTPUT", `BLEND_OUTPUT: ${error.message}`);
    throw error;
  }
}

/**
 * What is to be rendered, as our own range text: `advancedRanges`, or 0 … n−1 of an instance count. 2015's `frameCount`
 * is either of the two.
 */
export function frameTextOf(task: TaskCreation): string {
  const old = task.frameCount ?? null;
  const ranges =
    task.advancedRanges?.trim() || (typeof old === "string" && !/^\s*\d+\s*$/.test(old) ? old : "");
  if (ranges !== "") return rangeText(ranges);
  const count = task.instanceCount || (old === null ? 0 : Number(old));
  return count > 0 ? `0-${count - 1}` : "";
}

/** The .blend's place in the resources, however a script of any system wrote it. Shape: "./a\\b.blend" → "a/b.blend" */
const blendFileOf = (written: string | undefined): string =>
  (written ?? "")
    .trim()
    .replaceAll("\\", "/")
    .replace(/^(?:\.?\/)+/, "");

/**
 * Shape: profile "blender-3.4", BLEND_FILE "a.blend", advancedRanges "1-25" → {blendFile: "a.blend", frames: "1-25", blender: "3.4", …}
 * Errors: TranslationError for a constant that means nothing; ZodError for a value out of its limits.
 */
export function settingsFromTask(task: TaskCreation): RenderSettings {
  const constants = new Map(task.constants.map((c) => [c.key, c.value]));
  const text = (key: string) => constants.get(key) || null;
  const profile = /^blender(?:-(\d+\.\d+))?$/.exec(task.profile);
  if (!profile)
    throw new TranslationError("profile", `There is no profile "${task.profile}". Use "blender".`);
  const blendFile = blendFileOf(constants.get("BLEND_FILE"));
  if (blendFile === "")
    throw new TranslationError("BLEND_FILE", "Name the .blend of the resources in the constant BLEND_FILE.");
  const engine = engineOf(constants.get("BLEND_ENGINE") ?? "");
  const format = formatOf(constants.get("BLEND_FORMAT") ?? "");
  checkSlicing(constants.get("BLEND_SLICING") ?? "");
  outputTemplateOf(task.constants);
  return renderSettings.parse({
    blendFile,
    scene: text("BLEND_SCENE"),
    camera: text("HEARTH_CAMERA"),
    engine,
    samples: wholeNumber("BLEND_CYCLES_SAMPLES", constants.get("BLEND_CYCLES_SAMPLES")),
    frames: frameTextOf(task),
    width: wholeNumber("BLEND_W", constants.get("BLEND_W")),
    height: wholeNumber("BLEND_H", constants.get("BLEND_H")),
    percentage: wholeNumber("BLEND_RATIO", constants.get("BLEND_RATIO")),
    format,
    denoise: constants.get("HEARTH_DENOISE") === "off" ? "off" : "file",
    fileScripts: fileScriptsOf(constants.get("HEARTH_FILE_SCRIPTS") ?? ""),
    blender: profile[1] ?? null,
  });
}

/** The inverse of settingsFromTask. Unset settings are left out, as scripts do. */
export function taskFromSettings(job: {
  name: string;
  bucket: string;
  /** Of the project that the bucket is; null for what lies in it now. */
  version?: number | null;
  settings: RenderSettings;
  ceiling?: Ceiling | undefined;
}): TaskCreationInput {
  const { settings } = job;
  const constants: { key: string; value: string }[] = [];
  const set = (key: string, value: string | number | null) => {
    if (value !== null) constants.push({ key, value: String(value) });
  };
  set("BLEND_FILE", settings.blendFile);
  set("BLEND_FORMAT", WIRE_FORMAT[settings.format] ?? settings.format);
  set("BLEND_ENGINE", settings.engine ?? "");
  set("BLEND_CYCLES_SAMPLES", settings.samples);
  set("BLEND_W", settings.width);
  set("BLEND_H", settings.height);
  set("BLEND_RATIO", settings.percentage);
  set("BLEND_SCENE", settings.scene);
  set("HEARTH_CAMERA", settings.camera);
  if (settings.denoise === "off") set("HEARTH_DENOISE", "off");
  if (settings.fileScripts === "on") set("HEARTH_FILE_SCRIPTS", "on");
  if (job.ceiling !== undefined && job.ceiling.credits !== null) {
    set("HEARTH_CAP", job.ceiling.credits);
    set("HEARTH_AT_CAP", job.ceiling.atCap);
  }
  set(VERSION_CONSTANT, job.version ?? null);
  return {
    name: job.name,
    profile: settings.blender === null ? "blender" : `blender-${settings.blender}`,
    constants,
    resourceBuckets: [job.bucket],
    advancedRanges: settings.frames.replaceAll(", ", ","),
    instanceCount: 0,
  };
}
