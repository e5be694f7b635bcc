/**
 * What is known of a .blend before it is rendered: scenes with their settings, cameras, missing files.
 * Found by Blender on a node (an inspection).
 */
import { z } from "zod";
import { ENGINES } from "./render-settings.ts";

export const blendScene = z.object({
  name: z.string(),
  isActive: z.boolean(),
  frameStart: z.number().int(),
  frameEnd: z.number().int(),
  frameStep: z.number().int(),
  fps: z.number(),
  /** Pixels before percentage. */
  width: z.number().int(),
  height: z.number().int(),
  percentage: z.number().int(),
  /** OTHER: an engine of an add-on, which no node of ours has. */
  engine: z.enum([...ENGINES, "OTHER"]),
  engineName: z.string(),
  /** Of the scene's engine; null where it has none (Workbench). */
  samples: z.number().int().nullable(),
  usesDenoising: z.boolean(),
  /** Blender's name of the output format (PNG, FFMPEG, …). */
  format: z.string(),
  isMovieFormat: z.boolean(),
  /** What Blender appends to the frame number, e.g. ".png". */
  extension: z.string(),
  cameras: z.array(z.string()),
  activeCamera: z.string().nullable(),
  usesCompositor: z.boolean(),
  usesSequencer: z.boolean(),
});
export type BlendScene = z.infer<typeof blendScene>;

export const blendSummary = z.object({
  /** The Blender that saved the file, e.g. "3.4.1". */
  savedBy: z.string(),
  /** The Blender that read it. */
  readBy: z.string(),
  scenes: z.array(blendScene),
  /** Paths as stored in the file that were not found beside it. */
  missingFiles: z.array(z.string()),
});
export type BlendSummary = z.infer<typeof blendSummary>;

/** The scene a job renders: by name, else the active one. Undefined when the file has no such scene. */
export function sceneOf(summary: BlendSummary, name: string | null): BlendScene | undefined {
  if (name !== null) return summary.scenes.find((s) => s.name === name);
  return summary.scenes.find((s) => s.isActive) ?? summary.scenes[0];
}
