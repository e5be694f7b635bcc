/** What findings are made of: the file, the farm, and what is chosen in the form. */
import type { BlendScene, BlendSummary } from "../blend-summary.ts";
import { expandFrameRange } from "../frame-range.ts";
import type { BlenderBuild } from "../node.ts";
import { type Engine, engineOf, type RenderSettings } from "../render-settings.ts";

/** The part of the reader's summary that findings are made of. */
export interface JudgedFile {
  versionText: string;
  scenes: readonly JudgedScene[];
  activeScene: string | null;
  texts: readonly { name: string; runsOnLoad: boolean }[];
  pythonDrivers: number;
  simulations: readonly { dataBlock: string; isBaked: boolean }[];
}

export interface JudgedScene {
  name: string;
  engine: string;
  samples: number | null;
  width: number;
  height: number;
  percentage: number;
  frameStart: number;
  frameEnd: number;
  frameStep: number;
  format: string;
  isMovieFormat: boolean;
  camera: object | null;
  cameras: readonly string[];
  markerCameras: readonly object[];
  usesBorder: boolean;
  usesSequencer: boolean;
  usesDenoising: boolean;
  strips: number;
  viewLayers: readonly { isRendered: boolean }[];
}

type Build = Pick<BlenderBuild, "version" | "engines"> & Partial<Pick<BlenderBuild, "denoisers">>;

export interface JudgedFarm {
  /** Of the nodes that answer. */
  blenders: readonly Build[];
  /** Where it is known: which node has which Blenders, those that are away included. */
  nodes?: readonly { name: string; isOnline: boolean; blenders: readonly Build[] }[];
}

/** What the form says, and what came with the file. */
export interface Chosen {
  /** Null: everything as the file has it. */
  settings: RenderSettings | null;
  /** Paths, as the .blend names them, that did not come with it. */
  missing: readonly string[];
  /** Those for which a Git LFS pointer came. */
  pointers?: readonly string[];
}

export const AS_IN_THE_FILE: Chosen = { settings: null, missing: [] };

/** The scene as it will be rendered: what is chosen over what the file says. */
export interface Rendered extends JudgedScene {
  /** Null: an add-on's engine, and no other is chosen. */
  rendersWith: Engine | null;
  /** The file asks for an engine that is none of Blender's own. */
  isOtherEngine: boolean;
  ownPercentage: number;
  /** Frames of its own range that are left out. */
  leavesOut: number;
  denoises: boolean;
}

/** Shape: 1-10 of a scene with frames 1 … 250 leaves nothing out; "1-10x2" of 1 … 10 leaves out five. */
function leftOut(scene: JudgedScene, settings: RenderSettings | null): number {
  const { frameStart, frameEnd, frameStep } = scene;
  if (settings === null) return frameStep > 1 ? Math.max(0, frameEnd - frameStart) : 0;
  const frames = expandFrameRange(settings.frames);
  const [first = 0, last = 0] = [frames[0], frames.at(-1)];
  return last - first + 1 - frames.length;
}

export function asChosen(scene: JudgedScene, settings: RenderSettings | null): Rendered {
  const own = engineOf(scene.engine);
  const engine = settings?.engine ?? (own === "OTHER" ? null : own);
  return {
    ...scene,
    samples: settings?.samples ?? (engine === own ? scene.samples : null),
    width: settings?.width ?? scene.width,
    height: settings?.height ?? scene.height,
    percentage: settings?.percentage ?? scene.percentage,
    rendersWith: engine,
    isOtherEngine: own === "OTHER",
    ownPercentage: scene.percentage,
    leavesOut: leftOut(scene, settings),
    denoises: engine === "CYCLES" && scene.usesDenoising,
  };
}

/** Of a file that only a node's Blender has read: nothing is said of what Blender was not asked for. */
export const judgedSummary = (summary: BlendSummary): JudgedFile => ({
  versionText: summary.savedBy,
  scenes: summary.scenes.map(judgedScene),
  activeScene: summary.scenes.find((scene) => scene.isActive)?.name ?? null,
  texts: [],
  pythonDrivers: 0,
  simulations: [],
});

const judgedScene = (scene: BlendScene): JudgedScene => ({
  ...scene,
  engine: scene.engineName,
  camera: scene.activeCamera === null ? null : {},
  markerCameras: [],
  usesBorder: false,
  strips: scene.usesSequencer ? 1 : 0,
  viewLayers: [],
});
