/**
 * What an artist should know of a file before it is rendered. Pure: what the reader told and what the farm can do, in;
 * findings in words, each with what to do about it, out.
 */
import { compareVersions } from "./node.ts";
import { ENGINE_NAMES, type Engine } from "./render-settings.ts";

/** stops: no picture would come; warns: it may not look as meant, or cost much; tells: good to know. */
export type Severity = "stops" | "warns" | "tells";

export type FindingCode =
  | "unreadable"
  | "no_scene"
  | "no_camera"
  | "no_layer"
  | "too_new"
  | "some_nodes_only"
  | "engine_missing"
  | "movie_format"
  | "many_samples"
  | "large_picture"
  | "scripts"
  | "not_baked"
  | "frame_step"
  | "border"
  | "percentage"
  | "backward_range"
  | "files_beside"
  | "absolute_paths";

export interface Finding {
  code: FindingCode;
  severity: Severity;
  /** One sentence. */
  text: string;
  fix: string;
}

/** The part of the reader's summary that findings are made of. */
export interface JudgedFile {
  versionText: string;
  scenes: readonly JudgedScene[];
  activeScene: string | null;
  externalFiles: readonly { kind: string; path: string; isPacked: boolean }[];
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
  strips: number;
  viewLayers: readonly { isRendered: boolean }[];
}

export interface JudgedFarm {
  blenders: readonly { version: string; engines: readonly Engine[] }[];
  /** Where it is known: which node has which Blenders. */
  nodes?: readonly { name: string; versions: readonly string[] }[];
}

/** Twice what Cycles takes when nobody chose, and far more than pictures need with adaptive sampling. */
const MANY_CYCLES_SAMPLES = 8192;
const MANY_EEVEE_SAMPLES = 1024;
/** An 8K picture. Units: pixels. */
const LARGE_PIXELS = 7680 * 4320;

const ORDER: readonly Severity[] = ["stops", "warns", "tells"];

/** `sceneName`: null takes the one that is open in the file. The gravest first. */
export function fileFindings(file: JudgedFile, sceneName: string | null, farm: JudgedFarm): Finding[] {
  const scene = file.scenes.find((s) => s.name === (sceneName ?? file.activeScene)) ?? file.scenes[0];
  const found =
    scene === undefined
      ? [
          finding(
            "no_scene",
            "stops",
            "The file has no scene to render.",
            "Open it in Blender, add a scene and save it.",
          ),
        ]
      : [...ofScene(scene), ...ofEngine(scene, farm)];
  const all = [...found, ...ofVersion(file.versionText, farm), ...ofFiles(file), ...ofContents(file)];
  return all.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

/** What could not be read at all, as the reader says it: a Git LFS pointer, half a file, a picture. */
export function unreadableFinding(message: string): Finding {
  const end = message.indexOf(". ");
  if (end === -1) return finding("unreadable", "stops", message, "Save it in Blender again.");
  return finding("unreadable", "stops", message.slice(0, end + 1), message.slice(end + 2));
}

const finding = (code: FindingCode, severity: Severity, text: string, fix: string): Finding => ({
  code,
  severity,
  text,
  fix,
});

function* ofScene(scene: JudgedScene): Generator<Finding> {
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
  if (scene.isMovieFormat)
    yield finding(
      "movie_format",
      "tells",
      `The file writes a film (${scene.format}).`,
      "The farm renders its frames as pictures and puts the film together at the end.",
    );
  yield* ofWork(scene);
  yield* ofAccidents(scene);
}

function* ofWork({ engine, samples, width, height, percentage }: JudgedScene): Generator<Finding> {
  const many = engine === "CYCLES" ? MANY_CYCLES_SAMPLES : MANY_EEVEE_SAMPLES;
  if (samples !== null && samples > many)
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

/** What is often left over from trying things out. */
function* ofAccidents(scene: JudgedScene): Generator<Finding> {
  if (scene.frameStep > 1)
    yield finding(
      "frame_step",
      "tells",
      `Only every ${ordinal(scene.frameStep)} frame is rendered.`,
      `For all of them write ${scene.frameStart}-${scene.frameEnd} as the frames.`,
    );
  if (scene.frameEnd < scene.frameStart)
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
  if (scene.percentage !== 100)
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

/** Blender's name of an engine → ours; since 2.80 Blender opens files of its two old engines with EEVEE. */
export function engineOf(stored: string): Engine | "OTHER" {
  if (stored === "CYCLES" || stored === "BLENDER_WORKBENCH") return stored;
  const isEevee = ["BLENDER_EEVEE", "BLENDER_EEVEE_NEXT", "BLENDER_RENDER", "BLENDER_GAME"].includes(stored);
  return isEevee ? "BLENDER_EEVEE" : "OTHER";
}

function* ofEngine(scene: JudgedScene, farm: JudgedFarm): Generator<Finding> {
  const engine = engineOf(scene.engine);
  const has = new Set(farm.blenders.flatMap((build) => build.engines));
  if (has.size === 0 || (engine !== "OTHER" && has.has(engine))) {
    if (scene.engine === "BLENDER_RENDER" || scene.engine === "BLENDER_GAME")
      yield finding(
        "engine_missing",
        "warns",
        "The file was made for an engine that Blender has no more since 2.80.",
        "It renders with EEVEE and will look different; convert its materials in Blender, or choose Cycles.",
      );
    return;
  }
  const order: readonly Engine[] =
    engine === "BLENDER_WORKBENCH"
      ? ["BLENDER_WORKBENCH", "BLENDER_EEVEE", "CYCLES"]
      : ["CYCLES", "BLENDER_EEVEE", "BLENDER_WORKBENCH"];
  const nearest = order.find((one) => has.has(one));
  const name = engine === "OTHER" ? scene.engine : ENGINE_NAMES[engine];
  yield finding(
    "engine_missing",
    "stops",
    `The scene renders with ${name}, which this farm has not.`,
    nearest === undefined
      ? "Ask the farm's administrator for a node that has it."
      : `The nearest that it has is ${ENGINE_NAMES[nearest]}: choose it in the form below, and look at one frame first.`,
  );
}

function* ofVersion(savedBy: string, { blenders, nodes = [] }: JudgedFarm): Generator<Finding> {
  const opens = (version: string) => compareVersions(version.split(".").slice(0, 2).join("."), savedBy) >= 0;
  const newest = blenders
    .map((build) => build.version)
    .sort(compareVersions)
    .at(-1);
  if (newest === undefined) return;
  if (!opens(newest)) {
    yield finding(
      "too_new",
      "stops",
      `The file was saved by Blender ${savedBy}, newer than this farm's ${newest}.`,
      "Save it for an older version in Blender, or ask for an update of the farm.",
    );
    return;
  }
  const able = nodes.filter((node) => node.versions.some(opens));
  if (able.length > 0 && able.length < nodes.length)
    yield finding(
      "some_nodes_only",
      "tells",
      `Only ${able.length} of ${nodes.length} nodes have a Blender that is new enough for this file.`,
      `It renders on ${able.map((node) => node.name).join(", ")}.`,
    );
}

/** Shape: "/tex/a.png", "C:\a.png", "\\nas\a.png" are absolute; "//a.png" is beside the .blend. */
export function isAbsolutePath(path: string): boolean {
  if (path.startsWith("\\\\")) return true;
  return /^[A-Za-z]:[\\/]/.test(path) || (/^[\\/]/.test(path) && !path.startsWith("//"));
}

/** Caches that may never have been written, and are looked at as simulations. */
const OPTIONAL: ReadonlySet<string> = new Set(["simulation"]);

function* ofFiles({ externalFiles }: JudgedFile): Generator<Finding> {
  const needed = externalFiles.filter((file) => !file.isPacked && !OPTIONAL.has(file.kind));
  const absolute = needed.filter((file) => isAbsolutePath(file.path)).length;
  if (absolute > 0)
    yield finding(
      "absolute_paths",
      "warns",
      `${count(absolute, "file lies", "files lie")} at a place that only your computer has.`,
      "Make the paths relative in Blender (File › External Data › Make All Paths Relative), or pack the files.",
    );
  if (needed.length > absolute)
    yield finding(
      "files_beside",
      "warns",
      `The file needs ${count(needed.length - absolute, "other file", "other files")} beside it.`,
      "Pack them (File › External Data › Pack Resources), or bring them along with it.",
    );
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

function* ofContents({ texts, pythonDrivers, simulations }: JudgedFile): Generator<Finding> {
  const run = texts.filter((text) => text.runsOnLoad);
  if (run.length > 0 || pythonDrivers > 0) {
    const parts = [
      ...(run.length > 0
        ? [`the script “${run[0]?.name}”${run.length > 1 ? ` and ${run.length - 1} more` : ""}`]
        : []),
      ...(pythonDrivers > 0 ? [count(pythonDrivers, "driver in Python", "drivers in Python")] : []),
    ];
    yield finding(
      "scripts",
      "warns",
      `The file has ${parts.join(" and ")}.`,
      "The farm opens files with scripts turned off: what they move stays where it is. Bake it into keyframes if it matters.",
    );
  }
  const open = simulations.filter((simulation) => !simulation.isBaked);
  if (open.length > 0)
    yield finding(
      "not_baked",
      "warns",
      `${count(open.length, "simulation is", "simulations are")} not baked (${open[0]?.dataBlock.slice(2)}${open.length > 1 ? ", …" : ""}).`,
      "Each node would begin it anew for each frame, and the frames would not fit together. Bake it in Blender and save the file.",
    );
}
