/** What an artist should know of the file before the job is sent. Pure. */
import type { FarmStatus } from "#lib/contract/farm/nodes.ts";
import type { BlendScene, BlendSummary } from "#lib/domain/blend-summary.ts";
import { fileFindings, type Finding, type FindingCode, type JudgedFile } from "#lib/domain/findings.ts";
import { type JobNeeds, mismatch, mismatchText } from "#lib/domain/node.ts";
import { effectiveSettings, type RenderSettings } from "#lib/domain/render-settings.ts";

export interface Findings {
  /** The job can't give a picture; it is not sent. */
  blockers: string[];
  /** Good to know. */
  warnings: string[];
  /** No Blender of the farm denoises and the scene does: the owner chooses. */
  asksDenoising: boolean;
}

type Builds = FarmStatus["blenders"];

/** Whether the scene denoises and no Blender that could else render it has a denoiser. */
function lacksDenoiser(needs: JobNeeds, builds: Builds): boolean {
  const able = builds.filter((build) => mismatch({ ...needs, denoises: false }, build) === null);
  return able.length > 0 && able.every((build) => mismatch({ ...needs, denoises: true }, build) !== null);
}

/** What `findingsOf` says by itself, in step with the form as it is filled in. */
const SAID: ReadonlySet<FindingCode> = new Set<FindingCode>([
  "no_scene",
  "no_camera",
  "too_new",
  "engine_missing",
  "movie_format",
  "files_beside",
]);

/** What only the file's own bytes tell: scripts, simulations, what was set by accident. */
export function alsoFound(file: JudgedFile, sceneName: string, builds: Builds): Finding[] {
  return fileFindings(file, sceneName, { blenders: builds }).filter(({ code }) => !SAID.has(code));
}

/** `settings`: as the form stands. */
export function findingsOf(
  summary: BlendSummary,
  scene: BlendScene,
  settings: RenderSettings,
  builds: Builds,
): Findings {
  const blockers: string[] = [];
  const warnings: string[] = [];
  if (scene.cameras.length === 0 && !scene.usesSequencer)
    blockers.push(
      `The scene “${scene.name}” has no camera. Choose another scene, or add one in Blender and drop the file again.`,
    );
  const missing = summary.missingFiles.length;
  if (missing > 0)
    warnings.push(
      `${missing} file${missing === 1 ? " is" : "s are"} not in the .blend and will be missing in the picture. Pack them in Blender (File › External Data › Pack Resources) and drop the file again.`,
    );
  if (scene.isMovieFormat)
    warnings.push(
      `The file writes a film (${scene.format}). The farm renders frames, as PNG unless you choose otherwise.`,
    );
  const effective = effectiveSettings(settings, scene);
  const needs: JobNeeds = {
    engine: effective.engine,
    denoises: false,
    blender: settings.blender,
    savedBy: summary.savedBy,
  };
  const reasons = builds.map((build) => mismatch(needs, build));
  const reason = reasons.every((r) => r !== null) ? reasons[0] : null;
  if (builds.length === 0) warnings.push("No node is connected right now. The job waits until one is.");
  else if (reason) warnings.push(`${mismatchText(reason, needs)} The job waits until a node can render it.`);
  const denoises = effectiveSettings({ ...settings, denoise: "file" }, scene).denoises;
  return { blockers, warnings, asksDenoising: denoises && lacksDenoiser(needs, builds) };
}
