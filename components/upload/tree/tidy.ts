/** From what was dropped to what is sent: one folder's files, without what systems leave behind, nothing that leads out. Pure. */
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { SourcePathError, sourcePathOf } from "#lib/domain/source.ts";
import type { LeftOut } from "./zip.ts";

export interface DroppedTree {
  /** The folder's, or the .zip's. */
  name: string;
  files: LocalFile[];
  leftOut: LeftOut[];
  /** Paths of the .blend files, those nearest to the top first. */
  blends: string[];
}

/** Written by systems, never by artists. */
const LITTER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$|\.git\/|\.svn\/)/i;
/** Blender's own earlier copies: .blend1, .blend2, … */
const BACKUP = /\.blend\d+$/i;

/** Shape: ["shot/a.blend", "shot/t/1.png"] → "shot/"; "" where they share none. */
export function sharedFolder(paths: readonly string[]): string {
  const first = paths[0]?.split("/")[0];
  return first !== undefined && paths.every((path) => path.startsWith(`${first}/`)) ? `${first}/` : "";
}

function reasonAgainst(path: string): string | null {
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

/** Shape: "shot.zip" → "shot" */
export const stemOf = (name: string): string => name.replace(/\.[^.]+$/, "") || name;

export function tidyTree(
  name: string,
  found: readonly LocalFile[],
  left: readonly LeftOut[] = [],
): DroppedTree {
  const leftOut = [...left];
  const kept: LocalFile[] = [];
  for (const file of found) {
    const why = reasonAgainst(file.path);
    if (why === null) kept.push(file);
    else leftOut.push({ path: file.path, why });
  }
  const top = sharedFolder(kept.map((file) => file.path));
  const files = kept.map((file) => ({ ...file, path: file.path.slice(top.length) }));
  const blends = files.map((file) => file.path).filter((path) => /\.blend$/i.test(path));
  blends.sort((a, b) => depthOf(a) - depthOf(b) || a.localeCompare(b));
  return { name: top === "" ? name : top.slice(0, -1), files, leftOut, blends };
}
