/** Which of the files that a .blend names did not come with it, and where those that are added later belong. Pure. */
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import {
  broughtTree,
  isAbsolutePath,
  type NamedFile,
  placeOf,
  unresolved,
} from "#lib/domain/resolve-files.ts";
import type { MissingFile } from "../upload-view.ts";

/** Caches that may never have been written: rendering makes them. */
const MADE_WHILE_RENDERING: ReadonlySet<string> = new Set(["simulation"]);

/** `paths`: of everything that comes along. What lies elsewhere in it, or is written otherwise, is taken from there: not missing. */
export function missingFrom(named: readonly NamedFile[], paths: Iterable<string>): MissingFile[] {
  const open = unresolved(
    named.filter((file) => !MADE_WHILE_RENDERING.has(file.kind)),
    broughtTree(paths),
  );
  return open
    .filter(({ instead }) => instead === null)
    .map(({ file, wanted }) => ({ path: file.path, wanted }));
}

/** What a node's Blender missed, which tells paths alone. */
export const missingOnFarm = (paths: readonly string[], blendFile: string): MissingFile[] =>
  paths.map((path) => ({ path, wanted: placeOf(blendFile, path) }));

/** How many folders a relative path climbs above that of its .blend. Shape: "//..\\..\\tex/a.png" → 2 */
const climbs = (path: string): number =>
  isAbsolutePath(path)
    ? 0
    : path
        .replace(/^\/\//, "")
        .replaceAll("\\", "/")
        .split("/")
        .filter((name) => name === "..").length;

/**
 * A lone .blend that looks for files in folders above its own is laid that deep, so that those can lie in the project.
 * Shape: ("shot.blend", ["//../tex/a.png"]) → "scenes/shot.blend"
 */
export function deepEnough(blendFile: string, missing: readonly MissingFile[]): string {
  const outside = missing.filter(({ wanted }) => wanted === null).map(({ path }) => climbs(path));
  const depth = Math.max(0, ...outside) - (blendFile.split("/").length - 1);
  return `${"scenes/".repeat(Math.max(0, depth))}${blendFile}`;
}

const nameOf = (path: string): string =>
  (path.replaceAll("\\", "/").split("/").at(-1) ?? "").normalize("NFC").toLowerCase();

export interface Brought {
  name: string;
  at: (path: string) => LocalFile;
}

export interface Addition {
  files: LocalFile[];
  /** Of the missing ones that are there now. */
  paths: string[];
  /** Where the .blend lies by now; null where it stays. */
  blendFile: string | null;
}

/**
 * Chosen files at the places where they are missed, by their names; others stay out. `blend`: the .blend itself, where it
 * is at hand and may be laid deeper.
 */
export function additionOf(
  chosen: readonly Brought[],
  missing: readonly MissingFile[],
  blendFile: string,
  blend: Brought | null,
): Addition {
  const deeper = blend === null ? blendFile : deepEnough(blendFile, missing);
  const isMoved = deeper !== blendFile;
  const files: LocalFile[] = [];
  const paths: string[] = [];
  for (const { path, wanted } of missing) {
    const place = isMoved ? placeOf(deeper, path) : wanted;
    const match = chosen.find((file) => nameOf(file.name) === nameOf(path));
    if (match === undefined || place === null) continue;
    files.push(match.at(place));
    paths.push(path);
  }
  if (isMoved && blend !== null && files.length > 0) files.push(blend.at(deeper));
  return { files, paths, blendFile: isMoved && files.length > 0 ? deeper : null };
}
