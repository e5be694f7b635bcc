/** Where files may lie: a project's path of the .blend, made safe before it touches the node's disk. */
import { resolve, sep } from "node:path";

/** A path that leads out of its folder, or that no disk takes. */
export class UnsafePath extends Error {
  constructor(path: string) {
    super(`The path “${path.slice(0, 200)}” does not lie inside its project.`);
    this.name = "UnsafePath";
  }
}

/** Linux takes names of 255 bytes. */
const MAX_NAME_BYTES = 255;

/**
 * Shape: ("/work/p1", "scenes/a.blend") → "/work/p1/scenes/a.blend"
 * Errors: UnsafePath for "../x", "/x", "a//b", "a\0b", "." and names longer than a disk takes.
 */
export function pathInside(folder: string, path: string): string {
  const names = path.split("/");
  const bad = names.some(
    (name) => ["", ".", ".."].includes(name) || Buffer.byteLength(name) > MAX_NAME_BYTES,
  );
  const full = resolve(folder, path);
  if (bad || path.includes("\0") || !full.startsWith(resolve(folder) + sep)) throw new UnsafePath(path);
  return full;
}
