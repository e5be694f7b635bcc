/** Where a finished frame goes in the task's result bucket, and which files a snapshot or the results take. Pure. */
import { framePath } from "#lib/domain/output.ts";
import type { TaskCreation } from "../qarnot/task.ts";
import { outputTemplateOf } from "./settings.ts";

/** Shape: `.*_${PASS}\.png` with PASS=beauty → `.*_beauty\.png`. A constant's value stands for itself, not as a pattern. */
const filledIn = (pattern: string, constants: TaskCreation["constants"]): string =>
  pattern.replace(/\$\{([A-Za-z0-9_.-]+)\}/g, (whole, key: string) => {
    const value = constants.findLast((c) => c.key === key)?.value;
    return value === undefined ? whole : value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  });

export interface FileFilter {
  whitelist: string | null;
  blacklist: string | null;
}

/** Regular expressions with the constants in them; null where there is none. */
export const fileFilterOf = (
  given: { whitelist?: string | null; blacklist?: string | null },
  constants: TaskCreation["constants"],
): FileFilter => ({
  whitelist: given.whitelist ? filledIn(given.whitelist, constants) : null,
  blacklist: given.blacklist ? filledIn(given.blacklist, constants) : null,
});

export const resultsFilterOf = (task: TaskCreation): FileFilter =>
  fileFilterOf({ whitelist: task.resultsWhitelist, blacklist: task.resultsBlacklist }, task.constants);

/**
 * Blender's own name, under BLEND_OUTPUT where given: what comes below the bucket's prefix.
 * Shape: BLEND_OUTPUT "shots/a_###", frame 7 of "0007.png" → "shots/a_007.png"
 */
export function resultPathOf(task: TaskCreation, frame: number, fileName: string): string {
  const dot = fileName.lastIndexOf(".");
  return framePath(outputTemplateOf(task.constants), frame, dot < 0 ? "" : fileName.slice(dot));
}
