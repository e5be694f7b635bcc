/** Says before a job is submitted what its file lacks, and when no node can render it and what would help. */
import type { Farm } from "#lib/client/index.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { BlendScene } from "#lib/domain/blend-summary.ts";
import { type JobNeeds, mismatch, mismatchText } from "#lib/domain/node.ts";
import { effectiveSettings, type RenderSettings } from "#lib/domain/render-settings.ts";
import type { ProgressLine } from "./progress.ts";

/** More names help nobody at a terminal. */
const MOST_NAMED = 5;

export async function warnOfMismatch(
  farm: Farm,
  settings: RenderSettings,
  scene: BlendScene,
  project: Project,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<void> {
  const missing = project.summary?.missingFiles ?? [];
  if (missing.length > 0) {
    const names = missing.slice(0, MOST_NAMED).join(", ") + (missing.length > MOST_NAMED ? ", …" : "");
    progress.line(
      `Note: ${missing.length === 1 ? "a file" : `${missing.length} files`} that ${project.blendFile} names can't be found: ${names}.`,
    );
  }
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
