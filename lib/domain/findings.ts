/**
 * What an artist should know of a file before it is rendered, told in one place. Pure: what the reader told, what the farm
 * can do and what the form says, in; findings in words, each with what to do about it, out. The parts are in findings/.
 */
import { type Finding, finding, inOrder } from "./findings/finding.ts";
import {
  AS_IN_THE_FILE,
  asChosen,
  type Chosen,
  type JudgedFarm,
  type JudgedFile,
} from "./findings/judged.ts";
import { ofMissing, ofPointers, ofScripts, ofSimulations } from "./findings/of-contents.ts";
import { ofDenoising, ofEngine, ofNodes, ofVersion } from "./findings/of-farm.ts";
import { ofScene } from "./findings/of-scene.ts";

/** `sceneName`: null takes the one that is open in the file. The gravest first, each at most once. */
export function fileFindings(
  file: JudgedFile,
  sceneName: string | null,
  farm: JudgedFarm,
  chosen: Chosen = AS_IN_THE_FILE,
): Finding[] {
  const { settings, missing, pointers = [] } = chosen;
  const scene = file.scenes.find((s) => s.name === (sceneName ?? file.activeScene)) ?? file.scenes[0];
  return inOrder([
    ...(scene === undefined ? [NO_SCENE] : ofOneScene(file, asChosen(scene, settings), farm, chosen)),
    ...ofVersion(file.versionText, farm),
    ...ofMissing(missing),
    ...ofPointers(pointers),
    ...ofScripts(file, settings),
    ...ofSimulations(file),
    ...ofNodes(farm),
  ]);
}

const NO_SCENE = finding(
  "no_scene",
  "stops",
  "The file has no scene to render.",
  "Open it in Blender, add a scene and save it.",
);

const ofOneScene = (
  file: JudgedFile,
  scene: ReturnType<typeof asChosen>,
  farm: JudgedFarm,
  chosen: Chosen,
): Finding[] => [
  ...ofScene(scene, chosen),
  ...ofEngine(scene, farm),
  ...ofDenoising(scene, file.versionText, farm),
];

/** What could not be read at all, as the reader says it: a Git LFS pointer, half a file, a picture. */
export function unreadableFinding(message: string): Finding {
  const end = message.indexOf(". ");
  if (end === -1) return finding("unreadable", "stops", message, "Save it in Blender again.");
  return finding("unreadable", "stops", message.slice(0, end + 1), message.slice(end + 2));
}

/** What a finding leaves for the artist to say before the job is sent. */
export const ASKS_FOR_A_WORD: ReadonlySet<Finding["code"]> = new Set([
  "missing_files",
  "absolute_paths",
  "lfs_pointers",
]);

/** Whether the job may not be sent. `goesWithout`: the artist's word that it renders in spite of missing files. */
export const stops = (findings: readonly Finding[], goesWithout: boolean): boolean =>
  findings.some(({ code, severity }) => severity === "stops" && !(goesWithout && ASKS_FOR_A_WORD.has(code)));
