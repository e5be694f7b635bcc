/** Says before a job is submitted when no node can render it, and what would help. */
import type { Farm } from "#lib/client/index.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { BlendScene } from "#lib/domain/blend-summary.ts";
import { type JobNeeds, mismatch, mismatchText } from "#lib/domain/node.ts";
import { effectiveSettings, type RenderSettings } from "#lib/domain/render-settings.ts";
import type { ProgressLine } from "./progress.ts";

export async function warnOfMismatch(
  farm: Farm,
  settings: RenderSettings,
  scene: BlendScene,
  project: Project,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<void> {
  const { blenders } = await farm.farm.status({ signal });
  const effective = effectiveSettings(settings, scene);
  const needs: JobNeeds = {
    engine: effective.engine,
    denoises: effective.denoises,
    blender: settings.blender,
    savedBy: project.summary?.savedBy ?? "",
  };
  const reasons = blenders.map((build) => mismatch(needs, build));
  const reason = reasons.length > 0 && reasons.every((r) => r !== null) ? reasons[0] : null;
  if (!reason) return;
  const hint = reason === "no_denoiser" ? " (--no-denoise renders without.)" : "";
  progress.line(`Note: ${mismatchText(reason, needs)}${hint} The job waits for such a node.`);
}
