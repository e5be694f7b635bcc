/** From what was dropped to what is sent: one folder's files, without what systems leave behind, nothing that leads out. Pure. */
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { blendsAmong, reasonToLeaveOut } from "#lib/domain/project-files.ts";
import type { LeftOut } from "./zip.ts";

export interface DroppedTree {
  /** The folder's, or the .zip's. */
  name: string;
  files: LocalFile[];
  leftOut: LeftOut[];
  /** Paths of the .blend files, those nearest to the top first. */
  blends: string[];
}

/** Shape: ["shot/a.blend", "shot/t/1.png"] → "shot/"; "" where they share none. */
export function sharedFolder(paths: readonly string[]): string {
  const first = paths[0]?.split("/")[0];
  return first !== undefined && paths.every((path) => path.startsWith(`${first}/`)) ? `${first}/` : "";
}

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
    const why = reasonToLeaveOut(file.path);
    if (why === null) kept.push(file);
    else leftOut.push({ path: file.path, why });
  }
  const top = sharedFolder(kept.map((file) => file.path));
  const files = kept.map((file) => ({ ...file, path: file.path.slice(top.length) }));
  const blends = blendsAmong(files.map((file) => file.path));
  return { name: top === "" ? name : top.slice(0, -1), files, leftOut, blends };
}
