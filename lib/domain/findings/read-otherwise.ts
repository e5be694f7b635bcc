/** Where a node's Blender read a file otherwise than the reader that came first. Pure. */
import type { BlendScene, BlendSummary } from "../blend-summary.ts";
import { type Finding, finding, listed } from "./finding.ts";

/** What the form is filled from, in words. */
const COMPARED = [
  ["activeCamera", "the camera"],
  ["engineName", "the engine"],
  ["samples", "the samples"],
  ["frameStart", "the first frame"],
  ["frameEnd", "the last frame"],
  ["frameStep", "the frame step"],
  ["width", "the width"],
  ["height", "the height"],
  ["percentage", "the percentage"],
  ["usesDenoising", "denoising"],
  ["format", "the format"],
] as const satisfies readonly (readonly [keyof BlendScene, string])[];

/** Engines of old files become EEVEE when Blender opens them: that is no news. */
const isSame = (name: keyof BlendScene, read: BlendScene, told: BlendScene): boolean =>
  read[name] === told[name] || (name === "engineName" && read.engine === told.engine);

/** One finding that names what differs in the scene, or none. */
export function readOtherwise(read: BlendSummary, told: BlendSummary, sceneName: string | null): Finding[] {
  const before = read.scenes.find((scene) => scene.name === sceneName);
  const after = told.scenes.find((scene) => scene.name === sceneName);
  if (before === undefined) return [];
  if (after === undefined)
    return [
      finding(
        "read_otherwise",
        "stops",
        `The farm's Blender finds no scene “${before.name}” in the file.`,
        "Choose another scene, or save the file in Blender again.",
      ),
    ];
  const differs = COMPARED.filter(([name]) => !isSame(name, before, after)).map(([, words]) => words);
  if (differs.length === 0) return [];
  return [
    finding(
      "read_otherwise",
      "warns",
      `The farm's Blender reads ${listed(differs)} otherwise than this page did.`,
      "What you did not change in the form follows Blender; look over the rest.",
    ),
  ];
}
