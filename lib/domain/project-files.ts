/** Which of a folder's files belong to a project, and which of them can be rendered. Pure: portal and command line share it. */
import { SourcePathError, sourcePathOf } from "./source.ts";

/** Written by systems, never by artists. */
const LITTER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$|\.git\/|\.svn\/)/i;
/** Blender's own earlier copies: .blend1, .blend2, … */
const BACKUP = /\.blend\d+$/i;

/** Null: it belongs to the project. Shape: "tex/.DS_Store" → "left by the system, not part of the project" */
export function reasonToLeaveOut(path: string): string | null {
  if (LITTER.test(path)) return "left by the system, not part of the project";
  if (BACKUP.test(path)) return "an earlier copy that Blender keeps";
  try {
    return sourcePathOf(path) === path ? null : "a path that leads nowhere";
  } catch (error) {
    if (error instanceof SourcePathError)
      return "a path that leads out of the folder, or a name too long for a disk";
    throw error;
  }
}

const depthOf = (path: string): number => path.split("/").length;

/** The .blend files among them, those nearest to the top first. */
export const blendsAmong = (paths: readonly string[]): string[] =>
  paths
    .filter((path) => /\.blend$/i.test(path))
    .sort((a, b) => depthOf(a) - depthOf(b) || a.localeCompare(b));
