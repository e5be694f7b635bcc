/** A job's plan over its source: exact when the source was inspected, a guess until then. Pure. */
import { holdFor } from "#lib/domain/credits.ts";
import { effectiveSettings, type RenderSettings } from "#lib/domain/render-settings.ts";
import { invalidField } from "../errors.ts";
import type { SourceRow } from "../sources/rows.ts";
import { fileScriptsNeed, type JobPlan, planJob } from "./plan.ts";

/** Blender's own first scene, at 1080p: what an unknown file is taken for until somebody has looked. */
const GUESS = {
  engine: "CYCLES",
  samples: 128,
  width: 1920,
  height: 1080,
  percentage: 100,
  usesDenoising: false,
  fps: 24,
} as const;

function guessedPlan(settings: RenderSettings): JobPlan {
  const { engine, samples, width, height } = effectiveSettings(settings, GUESS);
  return {
    effective: { engine, samples, width, height, fps: GUESS.fps, skipsDenoising: false },
    needs: { engine, denoises: false, blender: settings.blender, savedBy: "0", ...fileScriptsNeed(settings) },
    fileExtension: ".png",
  };
}

/** A picture of one pixel: the least that a frame is reckoned with. */
const LEAST = { width: 1, height: 1, samples: 1 };

/**
 * What is reserved. Of a file that nobody knows it is the least, so that no job is refused for a guess; the rest follows
 * with the plan.
 */
export const holdOf = (plan: Pick<JobPlan, "effective"> & { isPlanned: boolean }, frames: number) =>
  holdFor({ frames, ...(plan.isPlanned ? plan.effective : LEAST) });

/** Errors: invalid, with the field, where the file is known and does not fit. */
export function planFor(
  source: Pick<SourceRow, "state" | "summary" | "problem">,
  settings: RenderSettings,
): JobPlan & { isPlanned: boolean } {
  if (source.state === "unreadable")
    throw invalidField("blendFile", source.problem ?? "Blender can't open this file.");
  if (source.summary === null) return { ...guessedPlan(settings), isPlanned: false };
  return { ...planJob(settings, source.summary), isPlanned: true };
}
