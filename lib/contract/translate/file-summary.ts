/** What the reader found in a file → the summary that forms and jobs go by until a node's Blender has looked itself. */
import type { BlendScene as ReadScene, BlendSummary as ReadSummary } from "#lib/blend/summary.ts";
import type { BlendScene, BlendSummary } from "#lib/domain/blend-summary.ts";
import { engineOf } from "#lib/domain/render-settings.ts";

/** What Blender appends; a film's frames are rendered as PNG. Source: BKE_image_path_ext_from_imformat. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  TARGA: ".tga",
  TARGA_RAW: ".tga",
  IRIS: ".rgb",
  JPEG: ".jpg",
  BMP: ".bmp",
  HDR: ".hdr",
  TIFF: ".tif",
  OPEN_EXR: ".exr",
  OPEN_EXR_MULTILAYER: ".exr",
  CINEON: ".cin",
  DPX: ".dpx",
  JPEG2000: ".jp2",
  WEBP: ".webp",
};
/** A cache that was never written is made while rendering. */
const NEVER_MISSING: ReadonlySet<string> = new Set(["simulation"]);

export function summaryOfFile(read: ReadSummary): BlendSummary {
  const needed = read.externalFiles.filter((file) => !file.isPacked && !NEVER_MISSING.has(file.kind));
  return {
    savedBy: read.versionText,
    readBy: "",
    scenes: read.scenes.map(sceneOf),
    missingFiles: [...new Set(needed.map((file) => file.path))].slice(0, 500),
  };
}

const sceneOf = (scene: ReadScene): BlendScene => ({
  name: scene.name,
  isActive: scene.isActive,
  frameStart: scene.frameStart,
  frameEnd: scene.frameEnd,
  frameStep: Math.max(1, scene.frameStep),
  fps: scene.framesPerSecond,
  width: scene.width,
  height: scene.height,
  percentage: scene.percentage,
  engine: engineOf(scene.engine),
  engineName: scene.engine,
  samples: scene.samples,
  usesDenoising: scene.cyclesDenoises,
  format: scene.format,
  isMovieFormat: scene.isMovieFormat,
  extension: EXTENSIONS[scene.format] ?? ".png",
  cameras: scene.cameras,
  activeCamera: scene.camera?.name ?? null,
  usesCompositor: scene.usesCompositing && scene.usesNodes,
  usesSequencer: scene.usesSequencer && scene.strips > 0,
});
