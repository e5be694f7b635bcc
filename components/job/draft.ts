/** What is written in the settings form, and what it means. Pure: texts as typed ⇄ RenderSettings. */
import { z } from "zod";
import { FarmError } from "#lib/client/farm-error.ts";
import type { BlendScene } from "#lib/domain/blend-summary.ts";
import { countFrames, FrameRangeError } from "#lib/domain/frame-range.ts";
import { renderSettings, type RenderSettings, settingsFromScene } from "#lib/domain/render-settings.ts";

export const draftShape = z.object({
  scene: z.string(),
  camera: z.string(),
  engine: z.string(),
  samples: z.string(),
  frames: z.string(),
  width: z.string(),
  height: z.string(),
  percentage: z.string(),
  format: z.string(),
  denoise: z.enum(["file", "off"]),
  fileScripts: z.enum(["off", "on"]),
});
export type Draft = z.infer<typeof draftShape>;
export type DraftField = keyof Draft;
export type DraftErrors = Partial<Record<DraftField, string>>;

const written = (value: number | null): string => (value === null ? "" : String(value));

/** Everything as the scene has it. */
export function draftFromScene(scene: BlendScene): Draft {
  const settings = settingsFromScene("-", scene);
  return {
    scene: scene.name,
    camera: settings.camera ?? scene.cameras[0] ?? "",
    engine: settings.engine ?? "",
    samples: written(settings.samples),
    frames: settings.frames,
    width: written(settings.width),
    height: written(settings.height),
    percentage: written(settings.percentage),
    format: settings.format,
    denoise: settings.denoise,
    fileScripts: settings.fileScripts,
  };
}

/** An empty box is "as the file says"; a word in a number's box is for the schema to refuse. */
function numberOrNull(text: string): number | null {
  const trimmed = text.trim();
  return trimmed === "" ? null : Number(trimmed);
}

export type ReadDraft = { ok: true; settings: RenderSettings } | { ok: false; errors: DraftErrors };

/** Shape: texts → settings, or for each wrong field what to do. */
export function readDraft(draft: Draft, blendFile: string): ReadDraft {
  const result = renderSettings.safeParse({
    blendFile,
    scene: draft.scene || null,
    camera: draft.camera || null,
    engine: draft.engine || null,
    samples: numberOrNull(draft.samples),
    frames: draft.frames,
    width: numberOrNull(draft.width),
    height: numberOrNull(draft.height),
    percentage: numberOrNull(draft.percentage),
    format: draft.format,
    denoise: draft.denoise,
    fileScripts: draft.fileScripts,
  });
  if (result.success) return { ok: true, settings: result.data };
  const errors: DraftErrors = {};
  for (const issue of result.error.issues) errors[issue.path[0] as DraftField] ??= issue.message;
  return { ok: false, errors };
}

/** How many frames a text names, or null when it is no range (its field says why). */
export function framesIn(text: string): number | null {
  try {
    return countFrames(text);
  } catch (error) {
    if (error instanceof FrameRangeError) return null;
    throw error;
  }
}

/** The platform speaks of a task's constants; the form of its fields. */
const FIELD_OF: Record<string, DraftField> = {
  BLEND_SCENE: "scene",
  HEARTH_CAMERA: "camera",
  BLEND_ENGINE: "engine",
  BLEND_CYCLES_SAMPLES: "samples",
  advancedRanges: "frames",
  BLEND_W: "width",
  BLEND_H: "height",
  BLEND_RATIO: "percentage",
  BLEND_FORMAT: "format",
  HEARTH_DENOISE: "denoise",
  HEARTH_FILE_SCRIPTS: "fileScripts",
};
const FIELDS: ReadonlySet<string> = new Set(Object.values(FIELD_OF));

/** Shape: FarmError{fields: {"settings.samples": "…"}} → {samples: "…"} */
export function errorsFrom(error: Error | null): DraftErrors {
  if (!(error instanceof FarmError)) return {};
  const errors: DraftErrors = {};
  for (const [path, message] of Object.entries(error.fields)) {
    const last = path.split(".").at(-1) ?? "";
    const field = FIELD_OF[last] ?? (FIELDS.has(last) ? (last as DraftField) : undefined);
    if (field !== undefined) errors[field] = message;
  }
  return errors;
}
