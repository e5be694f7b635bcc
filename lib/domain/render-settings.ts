/**
 * What an artist chooses for a job, its limits, and how the choice is filled from the file.
 * The one schema that the form, the command line, the API and the node read.
 */
import { z } from "zod";
import type { BlendScene } from "./blend-summary.ts";
import { expandFrameRange, FrameRangeError, formatFrameRange } from "./frame-range.ts";
import { type Engine, ENGINES, OUTPUT_FORMATS } from "./render-names.ts";

export {
  ENGINE_NAMES,
  ENGINES,
  type Engine,
  FORMAT_NAMES,
  OUTPUT_FORMATS,
  type OutputFormat,
} from "./render-names.ts";

/** Blender's name of an engine → ours; since 2.80 Blender opens files of its two old engines with EEVEE. */
export function engineOf(stored: string): Engine | "OTHER" {
  if (stored === "CYCLES" || stored === "BLENDER_WORKBENCH") return stored;
  const isEevee = ["BLENDER_EEVEE", "BLENDER_EEVEE_NEXT", "BLENDER_RENDER", "BLENDER_GAME"].includes(stored);
  return isEevee ? "BLENDER_EEVEE" : "OTHER";
}

/** Far above any picture that converges slowly; Cycles itself takes up to 2^24. */
export const MAX_SAMPLES = 1_000_000;
/** Blender's own bounds of a render's side (RNA: resolution_x 4 … 65536). */
export const MIN_SIDE = 4;
export const MAX_SIDE = 65_536;
/** 4 times the size is the most that anyone means; Blender would take 32767 %. */
export const MAX_PERCENTAGE = 400;

const framesText = z.string().transform((text, context) => {
  try {
    return formatFrameRange(expandFrameRange(text));
  } catch (error) {
    if (!(error instanceof FrameRangeError)) throw error;
    context.issues.push({ code: "custom", message: error.message, input: text });
    return z.NEVER;
  }
});

const whole = (name: string, min: number, max: number) =>
  z
    .number({ error: `${name} must be a number.` })
    .int(`${name} must be a whole number.`)
    .min(min, `${name} must be at least ${min}.`)
    .max(max, `${name} must be at most ${max.toLocaleString("en")}.`);

/**
 * Null means "as the file says".
 * `fileScripts: "on"` runs the Python that the file brings (texts that register themselves, drivers), inside the sandbox.
 * `denoise: "off"` renders without denoising where the file asks for it; "file" waits for a node that can.
 */
export const renderSettings = z.object({
  /** Path of the .blend inside its project, with forward slashes. */
  blendFile: z.string().min(1).max(1024),
  scene: z.string().max(64).nullable().default(null),
  camera: z.string().max(64).nullable().default(null),
  engine: z.enum(ENGINES).nullable().default(null),
  samples: whole("Samples", 1, MAX_SAMPLES).nullable().default(null),
  frames: framesText,
  width: whole("Width", MIN_SIDE, MAX_SIDE).nullable().default(null),
  height: whole("Height", MIN_SIDE, MAX_SIDE).nullable().default(null),
  percentage: whole("Percentage", 1, MAX_PERCENTAGE).nullable().default(null),
  format: z.enum(OUTPUT_FORMATS).default("FILE"),
  /** Only whole frames for now. */
  tiles: z.literal("0x0").default("0x0"),
  denoise: z.enum(["file", "off"]).default("file"),
  fileScripts: z.enum(["off", "on"]).default("off"),
  /** "3.4": which Blender to use; null takes whichever the node has that opens the file. */
  blender: z
    .string()
    .regex(/^\d+\.\d+$/)
    .nullable()
    .default(null),
});
export type RenderSettings = z.infer<typeof renderSettings>;
export type RenderSettingsInput = z.input<typeof renderSettings>;

/** The settings with every "as the file says" resolved, as far as the scene tells. */
export interface EffectiveSettings {
  engine: Engine | "OTHER";
  samples: number | null;
  width: number;
  height: number;
  denoises: boolean;
}

/** What will really be rendered: the job's choice over the scene's own. Units: pixels after percentage. */
export function effectiveSettings(
  settings: RenderSettings,
  scene: Pick<BlendScene, "engine" | "samples" | "width" | "height" | "percentage" | "usesDenoising">,
): EffectiveSettings {
  const engine = settings.engine ?? scene.engine;
  const percentage = (settings.percentage ?? scene.percentage) / 100;
  return {
    engine,
    samples: settings.samples ?? (engine === scene.engine ? scene.samples : null),
    width: Math.max(1, Math.floor((settings.width ?? scene.width) * percentage)),
    height: Math.max(1, Math.floor((settings.height ?? scene.height) * percentage)),
    denoises: engine === "CYCLES" && scene.usesDenoising && settings.denoise === "file",
  };
}

/** The form's first state for a scene: everything as the file says, over its own range. */
export function settingsFromScene(blendFile: string, scene: BlendScene): RenderSettings {
  const step = scene.frameStep > 1 ? `x${scene.frameStep}` : "";
  return renderSettings.parse({
    blendFile,
    scene: scene.name,
    camera: scene.activeCamera,
    engine: scene.engine === "OTHER" ? "CYCLES" : scene.engine,
    samples: scene.samples,
    frames: `${scene.frameStart}-${Math.max(scene.frameStart, scene.frameEnd)}${step}`,
    width: scene.width,
    height: scene.height,
    percentage: scene.percentage,
  });
}
