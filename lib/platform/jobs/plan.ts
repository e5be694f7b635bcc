/** From what was asked and what the file holds to what will be rendered, or what is wrong with it. Pure. */
import { z } from "zod";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { TaskCreation } from "#lib/contract/qarnot/task.ts";
import { ceilingOf } from "#lib/contract/translate/cap.ts";
import { scriptFromTask } from "#lib/contract/translate/script.ts";
import { settingsFromTask, TranslationError } from "#lib/contract/translate/settings.ts";
import { type BlendScene, type BlendSummary, sceneOf } from "#lib/domain/blend-summary.ts";
import type { Ceiling } from "#lib/domain/cap.ts";
import { FAILURE_TEXT } from "#lib/domain/frame.ts";
import type { WorkNeeds } from "#lib/domain/node.ts";
import { effectiveSettings, renderSettings, type RenderSettings } from "#lib/domain/render-settings.ts";
import type { ScriptSettings } from "#lib/domain/script.ts";
import { invalidField, PlatformError } from "../errors.ts";
import { invalidTask } from "../tasks/invalid.ts";

/** The settings a task asks for. Errors: invalid, with the field. */
export const settingsOf = (task: TaskCreation): RenderSettings => told(() => settingsFromTask(task));

/** The cap a task asks for. Errors: invalid, with the constant. */
export const ceilingOfTask = (task: TaskCreation): Ceiling => told(() => ceilingOf(task.constants));

function told<T>(translate: () => T): T {
  try {
    return translate();
  } catch (error) {
    if (error instanceof TranslationError && error.field === "profile")
      throw invalidTask({ profile: error.message }, error);
    if (error instanceof TranslationError) throw invalidField(error.field, error.message);
    if (!(error instanceof z.ZodError)) throw error;
    const fields: Record<string, string> = {};
    for (const issue of error.issues) fields[issue.path.join(".")] ??= issue.message;
    throw new PlatformError("invalid", Object.values(fields).join(" "), fields, error);
  }
}

/** A command has no picture: its job carries zeros where one would have a size. */
const NO_PICTURE: Job["effective"] = {
  engine: "",
  samples: null,
  width: 0,
  height: 0,
  fps: 0,
  skipsDenoising: false,
};

/** The command a task of the profile script asks for, as a job. Errors: invalid, with the constant. */
export function planScript(
  task: TaskCreation,
): JobPlan & { settings: Job["settings"]; script: ScriptSettings } {
  const { script, frames } = told(() => scriptFromTask(task));
  const settings = { ...renderSettings.parse({ blendFile: "none", frames }), blendFile: "" };
  return { script, settings, effective: NO_PICTURE, needs: { runsScripts: true }, fileExtension: "" };
}

export interface JobPlan {
  effective: Job["effective"];
  needs: WorkNeeds;
  /** What Blender appends where the file's own format is kept. */
  fileExtension: string;
}

function sceneFor(settings: RenderSettings, summary: BlendSummary): BlendScene {
  const scene = sceneOf(summary, settings.scene);
  if (scene === undefined) {
    const names = summary.scenes.map((s) => `"${s.name}"`).join(", ");
    throw invalidField(
      "scene",
      `The file has no scene "${settings.scene ?? ""}". It has ${names || "none"}.`,
    );
  }
  return scene;
}

/** Said only of jobs that run the file's scripts: their nodes must isolate them. */
export const fileScriptsNeed = (settings: RenderSettings): { runsFileScripts?: true } =>
  settings.fileScripts === "on" ? { runsFileScripts: true } : {};

/** Errors: invalid, with the field: no such scene or camera, no camera at all, an engine that no node has. */
export function planJob(settings: RenderSettings, summary: BlendSummary): JobPlan {
  const scene = sceneFor(settings, summary);
  if (settings.camera !== null && !scene.cameras.includes(settings.camera)) {
    const names = scene.cameras.map((c) => `"${c}"`).join(", ");
    throw invalidField(
      "camera",
      `The scene "${scene.name}" has no camera "${settings.camera}". It has ${names || "none"}.`,
    );
  }
  // Strips are pictures already: what the sequencer shows needs no camera.
  if (settings.camera === null && scene.activeCamera === null && !scene.usesSequencer)
    throw invalidField("camera", FAILURE_TEXT.no_camera);
  const { engine, samples, width, height, denoises } = effectiveSettings(settings, scene);
  if (engine === "OTHER") {
    throw invalidField(
      "engine",
      `The scene renders with ${scene.engineName}, an add-on's engine that no node has. Choose Cycles, EEVEE or Workbench.`,
    );
  }
  const skipsDenoising = engine === "CYCLES" && scene.usesDenoising && settings.denoise === "off";
  return {
    effective: { engine, samples, width, height, fps: scene.fps, skipsDenoising },
    needs: {
      engine,
      denoises,
      blender: settings.blender,
      savedBy: summary.savedBy,
      ...fileScriptsNeed(settings),
    },
    // A job makes pictures: where the file would write a film, each frame becomes a PNG.
    fileExtension: scene.isMovieFormat ? ".png" : scene.extension,
  };
}
