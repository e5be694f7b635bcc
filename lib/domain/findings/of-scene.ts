/** Findings of one scene as it will be rendered: what it lacks, how much it is, what was left over from trying. */
import { type Finding, finding } from "./finding.ts";
import type { Chosen, Rendered } from "./judged.ts";

/** Twice what Cycles takes when nobody chose, and far more than pictures need with adaptive sampling. */
const MANY_CYCLES_SAMPLES = 8192;
const MANY_EEVEE_SAMPLES = 1024;
/** An 8K picture. Units: pixels. */
const LARGE_PIXELS = 7680 * 4320;

export function* ofScene(scene: Rendered, { settings }: Chosen): Generator<Finding> {
  const showsStrips = scene.usesSequencer && scene.strips > 0;
  if (scene.camera === null && scene.cameras.length === 0 && scene.markerCameras.length === 0 && !showsStrips)
    yield finding(
      "no_camera",
      "stops",
      `The scene “${scene.name}” has no camera.`,
      "Choose another scene, or add a camera in Blender and drop the file again.",
    );
  if (scene.viewLayers.length > 0 && scene.viewLayers.every((layer) => !layer.isRendered) && !showsStrips)
    yield finding(
      "no_layer",
      "stops",
      `All view layers of “${scene.name}” are turned off for rendering.`,
      "Turn “Use for Rendering” on in Blender's View Layer properties.",
    );
  if (scene.isMovieFormat && (settings === null || settings.format === "FILE"))
    yield finding(
      "movie_format",
      "tells",
      `The file writes a film (${scene.format}).`,
      "The farm renders its frames as PNG, unless you choose another format below; the job's page plays them as a film.",
    );
  yield* ofWork(scene);
  yield* ofAccidents(scene, settings);
}

function* ofWork({ rendersWith, samples, width, height, percentage }: Rendered): Generator<Finding> {
  const many = rendersWith === "BLENDER_EEVEE" ? MANY_EEVEE_SAMPLES : MANY_CYCLES_SAMPLES;
  if (samples !== null && samples > many && rendersWith !== "BLENDER_WORKBENCH")
    yield finding(
      "many_samples",
      "warns",
      `Each pixel takes ${samples.toLocaleString("en")} samples, far more than usual.`,
      "Lower the samples in the form below; with denoising a few hundred mostly look the same.",
    );
  const [w, h] = [width, height].map((side) => Math.floor((side * percentage) / 100)) as [number, number];
  if (w * h > LARGE_PIXELS)
    yield finding(
      "large_picture",
      "warns",
      `The pictures have ${w} × ${h} pixels, more than 8K.`,
      "Lower the size or the percentage in the form below if that is not meant.",
    );
}

/** What is often left over from trying things out; what was written into the form by hand is meant. */
function* ofAccidents(scene: Rendered, settings: Chosen["settings"]): Generator<Finding> {
  if (scene.frameStep > 1 && scene.leavesOut > 0)
    yield finding(
      "frame_step",
      "tells",
      `Only every ${ordinal(scene.frameStep)} frame is rendered.`,
      `For all of them write ${scene.frameStart}-${scene.frameEnd} as the frames.`,
    );
  if (scene.frameEnd < scene.frameStart && (settings === null || settings.frames === `${scene.frameStart}`))
    yield finding(
      "backward_range",
      "warns",
      `The range ends (${scene.frameEnd}) before it begins (${scene.frameStart}).`,
      "Write the frames that you mean in the form below.",
    );
  if (scene.usesBorder)
    yield finding(
      "border",
      "warns",
      "Only a part of the picture is rendered: the scene has a render region.",
      "Clear it in Blender (View › View Regions › Clear Render Region) if that is not meant.",
    );
  if (scene.percentage !== 100 && scene.percentage === scene.ownPercentage)
    yield finding(
      "percentage",
      "tells",
      `The pictures are rendered at ${scene.percentage} % of their size.`,
      "Set the percentage to 100 in the form below for the full size.",
    );
}

/** Shape: 2 → "2nd", 13 → "13th" */
function ordinal(number: number): string {
  const teens = number % 100 > 10 && number % 100 < 14;
  return `${number}${teens ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th")}`;
}
