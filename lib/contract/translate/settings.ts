/**
 * RenderSettings ⇄ a Qarnot task's profile, constants and ranges. Pure; round-trip tested.
 * Source: the constants of Qarnot's `blender` profile; HEARTH_* are ours where it has none.
 */
import {
  type Engine,
  ENGINES,
  OUTPUT_FORMATS,
  type OutputFormat,
  renderSettings,
  type RenderSettings,
} from "#lib/domain/render-settings.ts";
import { formatFrameRange } from "#lib/domain/frame-range.ts";
import type { TaskCreation, TaskCreationInput } from "../qarnot/task.ts";

/** Qarnot's short names of formats; Blender's own are taken too. */
const FORMAT_OF: Record<string, OutputFormat> = {
  "": "FILE",
  EXR: "OPEN_EXR",
  MULTILAYER: "OPEN_EXR_MULTILAYER",
  ...Object.fromEntries(OUTPUT_FORMATS.map((f) => [f, f])),
};
const WIRE_FORMAT: Partial<Record<OutputFormat, string>> = {
  FILE: "",
  OPEN_EXR: "EXR",
  OPEN_EXR_MULTILAYER: "MULTILAYER",
};

const ENGINE_OF: Record<string, Engine | null> = {
  "": null,
  EEVEE: "BLENDER_EEVEE",
  WORKBENCH: "BLENDER_WORKBENCH",
  ...Object.fromEntries(ENGINES.map((e) => [e, e])),
};

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
  const format = FORMAT_OF[constants.get("BLEND_FORMAT") ?? ""];
  if (format === undefined) {
    throw new TranslationError(
      "BLEND_FORMAT",
      `BLEND_FORMAT must be one of ${Object.keys(FORMAT_OF).join(", ")}.`,
    );
  }
  const engine = ENGINE_OF[constants.get("BLEND_ENGINE") ?? ""];
  if (engine === undefined) {
    throw new TranslationError(
      "BLEND_ENGINE",
      `BLEND_ENGINE must be one of ${Object.keys(ENGINE_OF).join(", ")}.`,
    );
  }
  const instances = task.instanceCount ?? 0;
  const frames = task.advancedRanges?.trim() || (instances > 0 ? `0-${instances - 1}` : "");
  return renderSettings.parse({
    blendFile: constants.get("BLEND_FILE") ?? "",
    scene: text("BLEND_SCENE"),
    camera: text("HEARTH_CAMERA"),
    engine,
    samples: wholeNumber("BLEND_CYCLES_SAMPLES", constants.get("BLEND_CYCLES_SAMPLES")),
    frames,
    width: wholeNumber("BLEND_W", constants.get("BLEND_W")),
    height: wholeNumber("BLEND_H", constants.get("BLEND_H")),
    percentage: wholeNumber("BLEND_RATIO", constants.get("BLEND_RATIO")),
    format,
    denoise: constants.get("HEARTH_DENOISE") === "off" ? "off" : "file",
    blender: profile[1] ?? null,
  });
}

/** The inverse of settingsFromTask. Unset settings are left out, as scripts do. */
export function taskFromSettings(job: {
  name: string;
  bucket: string;
  settings: RenderSettings;
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
  return {
    name: job.name,
    profile: settings.blender === null ? "blender" : `blender-${settings.blender}`,
    constants,
    resourceBuckets: [job.bucket],
    advancedRanges: rangesOf(settings.frames),
    instanceCount: 0,
  };
}

/** Canonical range text as Qarnot writes it: no spaces. Shape: "1-3, 9" → "1-3,9" */
export const rangesOf = (frames: string): string => frames.replaceAll(", ", ",");
/** A list of frames in Qarnot's writing; "" for none. */
export const rangesOfFrames = (frames: readonly number[]): string => rangesOf(formatFrameRange(frames));
