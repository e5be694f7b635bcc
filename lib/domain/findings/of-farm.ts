/** Findings of what the farm can do with a file: Blenders that are too old, engines and denoisers that it lacks. */
import { compareVersions, minorVersion } from "../node.ts";
import { ENGINE_NAMES, type Engine } from "../render-settings.ts";
import { count, type Finding, finding, listed } from "./finding.ts";
import type { JudgedFarm, Rendered } from "./judged.ts";

type Build = JudgedFarm["blenders"][number];

/** Names of the nodes that have such a Blender. */
const nodesWith = ({ nodes = [] }: JudgedFarm, isOnline: boolean, fits: (build: Build) => boolean) =>
  nodes.filter((node) => node.isOnline === isOnline && node.blenders.some(fits)).map((node) => node.name);

const returns = (names: readonly string[]): string =>
  `The job waits for ${listed(names)}, which ${names.length === 1 ? "has one and is" : "have one and are"} away now.`;

export function* ofNodes({ blenders }: JudgedFarm): Generator<Finding> {
  if (blenders.length === 0)
    yield finding("no_nodes", "tells", "No node is connected right now.", "The job waits until one is.");
}

export function* ofVersion(savedBy: string, farm: JudgedFarm): Generator<Finding> {
  const opens = ({ version }: Build) => compareVersions(minorVersion(version), minorVersion(savedBy)) >= 0;
  const newest = farm.blenders.toSorted((a, b) => compareVersions(a.version, b.version)).at(-1);
  if (newest === undefined) return;
  if (!farm.blenders.some(opens)) {
    const away = nodesWith(farm, false, opens);
    const text = `The file was saved by Blender ${savedBy}, newer than this farm's ${newest.version}.`;
    yield away.length > 0
      ? finding("too_new", "warns", text, returns(away))
      : finding(
          "too_new",
          "stops",
          text,
          "No node could open it: save it for an older version in Blender, or ask for an update of the farm.",
        );
    return;
  }
  const able = nodesWith(farm, true, opens);
  const all = nodesWith(farm, true, () => true).length;
  if (able.length > 0 && able.length < all)
    yield finding(
      "some_nodes_only",
      "tells",
      `Only ${able.length} of ${count(all, "node has", "nodes have")} a Blender that is new enough for this file.`,
      `It renders on ${listed(able)}.`,
    );
}

/** What is nearest to an engine in look, best first. */
const NEAREST: Record<Engine | "OTHER", readonly Engine[]> = {
  CYCLES: ["BLENDER_EEVEE", "BLENDER_WORKBENCH"],
  BLENDER_EEVEE: ["CYCLES", "BLENDER_WORKBENCH"],
  BLENDER_WORKBENCH: ["BLENDER_EEVEE", "CYCLES"],
  OTHER: ["CYCLES", "BLENDER_EEVEE", "BLENDER_WORKBENCH"],
};

/** Of those that the farm has; null where it has none. */
export function nearestEngine(engine: Engine | "OTHER", { blenders }: JudgedFarm): Engine | null {
  const has = new Set(blenders.flatMap((build) => build.engines));
  return NEAREST[engine].find((one) => has.has(one)) ?? null;
}

const GONE: ReadonlySet<string> = new Set(["BLENDER_RENDER", "BLENDER_GAME"]);

export function* ofEngine(scene: Rendered, farm: JudgedFarm): Generator<Finding> {
  const { engine: stored, rendersWith } = scene;
  if (GONE.has(stored) && rendersWith === "BLENDER_EEVEE")
    yield finding(
      "other_engine",
      "warns",
      "The file was made for an engine that Blender has no more since 2.80.",
      "It renders with EEVEE and will look different; convert its materials in Blender, or choose Cycles.",
    );
  else if (rendersWith !== null && scene.isOtherEngine)
    yield finding(
      "other_engine",
      "warns",
      `The scene renders with ${stored}, an add-on's engine that the farm has not.`,
      `${ENGINE_NAMES[rendersWith]} renders it instead and it will look different: look at one frame first.`,
    );
  if (farm.blenders.length === 0) return;
  const has = (build: Build) => rendersWith !== null && build.engines.includes(rendersWith);
  if (farm.blenders.some(has)) return;
  const nearest = nearestEngine(rendersWith ?? "OTHER", farm);
  const away = nodesWith(farm, false, has);
  const name = rendersWith === null ? stored : ENGINE_NAMES[rendersWith];
  const text = `The scene renders with ${name}, which this farm has not.`;
  if (away.length > 0) yield finding("engine_missing", "warns", text, returns(away));
  else
    yield finding(
      "engine_missing",
      "stops",
      text,
      nearest === null
        ? "Ask the farm's administrator for a node that has it."
        : `The nearest that it has is ${ENGINE_NAMES[nearest]}: choose it in the form below, and look at one frame first.`,
    );
}

/** No Blender that could else render it has a denoiser: the owner chooses. */
export function* ofDenoising(scene: Rendered, savedBy: string, farm: JudgedFarm): Generator<Finding> {
  const { rendersWith } = scene;
  if (!scene.denoises || rendersWith === null) return;
  const able = farm.blenders.filter(
    (build) =>
      build.engines.includes(rendersWith) &&
      compareVersions(minorVersion(build.version), minorVersion(savedBy)) >= 0,
  );
  if (able.length === 0 || able.some((build) => build.denoisers === undefined || build.denoisers.length > 0))
    return;
  yield finding(
    "no_denoiser",
    "warns",
    "The scene denoises, and no Blender of this farm has a denoiser.",
    "Render without denoising, or wait for a node that has one.",
  );
}
