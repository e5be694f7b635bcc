/** The scenes that are measured, made by the project's own script. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { timeProgram } from "./programs.ts";

const SCRIPT = join(import.meta.dirname, "../scripts/make-scenes.py");

/** Answers the folder that holds light.blend, heavy.blend and those whose price is asked for. */
export async function makeBenchScenes(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "hearth-scenes-"));
  const start = ["-b", "--factory-startup", "--python-exit-code", "7", "-P", SCRIPT, "--", folder];
  await timeProgram("blender", [...start, "light", "heavy", "even", "ramping", "stretch", "first"]);
  return folder;
}
