/** Findings of what is in a file and beside it: missing files, scripts, simulations. */
import type { RenderSettings } from "../render-settings.ts";
import { isAbsolutePath } from "../resolve-files.ts";
import { count, type Finding, finding, listed } from "./finding.ts";
import type { JudgedFile } from "./judged.ts";

/** Rendering without them is the artist's own word: until it is given they stop the job. */
export function* ofMissing(missing: readonly string[]): Generator<Finding> {
  const absolute = missing.filter(isAbsolutePath);
  const beside = missing.filter((path) => !isAbsolutePath(path));
  if (beside.length > 0)
    yield {
      ...finding(
        "missing_files",
        "stops",
        `${count(beside.length, "file", "files")} that it uses did not come with it.`,
        `Add ${beside.length === 1 ? "it" : "them"} here, or pack ${beside.length === 1 ? "it" : "them"} in Blender (File › External Data › Pack Resources).`,
      ),
      paths: beside,
    };
  if (absolute.length > 0)
    yield {
      ...finding(
        "absolute_paths",
        "stops",
        `${count(absolute.length, "file lies", "files lie")} at a place that only your computer has.`,
        `Add ${absolute.length === 1 ? "it" : "them"} here, or make the paths relative in Blender (File › External Data › Make All Paths Relative).`,
      ),
      paths: absolute,
    };
}

export function* ofPointers(pointers: readonly string[]): Generator<Finding> {
  if (pointers.length > 0)
    yield {
      ...finding(
        "lfs_pointers",
        "stops",
        `${count(pointers.length, "file is a Git LFS pointer", "files are Git LFS pointers")} instead of the file itself.`,
        "Run “git lfs pull” in the folder, and drop it again.",
      ),
      paths: [...pointers],
    };
}

export function* ofScripts(
  { texts, pythonDrivers }: JudgedFile,
  settings: RenderSettings | null,
): Generator<Finding> {
  const run = texts.filter((text) => text.runsOnLoad).map((text) => `“${text.name}”`);
  const parts = [
    ...(run.length > 0 ? [`the ${run.length === 1 ? "script" : "scripts"} ${listed(run)}`] : []),
    ...(pythonDrivers > 0 ? [count(pythonDrivers, "driver in Python", "drivers in Python")] : []),
  ];
  if (parts.length === 0) return;
  const runs = settings?.fileScripts === "on";
  yield finding(
    "scripts",
    runs ? "tells" : "warns",
    `The file has ${parts.join(" and ")}.`,
    runs
      ? "Its Python runs on the farm, in a sandbox without network or anything of anybody else's."
      : "Its Python does not run unless you say so: what it moves stays where it is.",
  );
}

export function* ofSimulations({ simulations }: JudgedFile): Generator<Finding> {
  const open = simulations.filter((simulation) => !simulation.isBaked);
  if (open.length > 0)
    yield finding(
      "not_baked",
      "warns",
      `${count(open.length, "simulation is", "simulations are")} not baked (${listed(open.map((one) => one.dataBlock.slice(2)))}).`,
      "Each node would begin it anew for each frame, and the frames would not fit together. Bake it in Blender and save the file.",
    );
}
