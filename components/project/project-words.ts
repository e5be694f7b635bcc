/** A project's state in words. Pure. */
import type { Project } from "#lib/contract/farm/projects.ts";

export function stateInWords({ state, summary }: Pick<Project, "state" | "summary">): string {
  if (state === "inspecting") return "being read";
  if (state === "unreadable") return "can't be opened";
  const missing = summary?.missingFiles.length ?? 0;
  if (missing > 0) return `${missing} file${missing === 1 ? "" : "s"} missing`;
  return "ready";
}
