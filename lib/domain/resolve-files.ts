/**
 * Where the files that a .blend names are among those that came with it. Pure: paths in, findings out.
 * A path is relative to its .blend ("//"), or absolute, in which case it is outside of whatever was brought.
 */

/** What a reader found in a .blend; see lib/blend/summary.ts. */
export interface NamedFile {
  kind: string;
  path: string;
  isPacked: boolean;
  isSequence: boolean;
  tiles: readonly number[];
  isFolder: boolean;
  /** Path of the .blend in the project. */
  relativeTo: string;
  dataBlock: string;
}

export type Whereabouts =
  | "found"
  | "packed"
  | "generated"
  | "missing"
  | "wrong_case"
  | "misplaced"
  | "outside";

export interface ResolvedFile {
  file: NamedFile;
  state: Whereabouts;
  /** Where in the project the .blend looks for it; null where that is outside. */
  wanted: string | null;
  /** The one that is meant, where it lies elsewhere or is written otherwise. */
  instead: string | null;
}

const ABSOLUTE = /^(?:\/(?!\/)|[A-Za-z]:[\\/]|\\\\)/;

/** Shape: "/tex/a.png", "C:\\a.png", "\\\\nas\\a.png" are absolute; "//a.png" is beside the .blend. */
export const isAbsolutePath = (stored: string): boolean => ABSOLUTE.test(stored);

/** Shape: ("shots/a.blend", "//../tex\\1.png") → "tex/1.png"; null where it leads out of the project. */
export function placeOf(relativeTo: string, stored: string): string | null {
  if (ABSOLUTE.test(stored)) return null;
  const names = relativeTo.split("/").slice(0, -1);
  for (const name of stored.replace(/^\/\//, "").replaceAll("\\", "/").split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) return null;
  }
  return names.join("/");
}

/** The same for names that disks of Windows and macOS take for one. */
const fold = (path: string): string => path.normalize("NFC").toLowerCase();
const baseOf = (path: string): string => path.replaceAll("\\", "/").split("/").at(-1) ?? "";

/** The tree that was brought, to be asked many times. */
export interface BroughtTree {
  paths: ReadonlySet<string>;
  folded: ReadonlyMap<string, string>;
  /** By folded name alone. */
  named: ReadonlyMap<string, readonly string[]>;
}

export function broughtTree(paths: Iterable<string>): BroughtTree {
  const all = new Set(paths);
  const folded = new Map<string, string>();
  const named = new Map<string, string[]>();
  for (const path of all) {
    folded.set(fold(path), path);
    const name = fold(baseOf(path));
    named.set(name, [...(named.get(name) ?? []), path]);
  }
  return { paths: all, folded, named };
}

/** One path for each tile; a path without a tile's mark is itself. */
const tilesOf = (path: string, tiles: readonly number[]): string[] =>
  /<UDIM>/i.test(path) && tiles.length > 0
    ? tiles.map((tile) => path.replace(/<UDIM>/i, String(tile)))
    : [path];

/** Whether some file is one of the sequence's: its last number is another. Shape: "a/0001.png" ~ "a/0250.png" */
function hasSequence(tree: BroughtTree, wanted: string): boolean {
  const match = /^(.*?)(\d+)(\D*)$/s.exec(baseOf(wanted));
  if (match === null) return false;
  const folder = wanted.slice(0, wanted.length - baseOf(wanted).length);
  const [before, after] = [`${folder}${match[1]}`, match[3] ?? ""];
  for (const path of tree.paths)
    if (
      path.startsWith(before) &&
      path.endsWith(after) &&
      /^\d+$/.test(path.slice(before.length, path.length - after.length))
    )
      return true;
  return false;
}

function hasBelow(tree: BroughtTree, folder: string): boolean {
  for (const path of tree.paths) if (path.startsWith(`${folder}/`)) return true;
  return false;
}

function isThere(tree: BroughtTree, file: NamedFile, wanted: string): boolean {
  if (file.isFolder) return wanted === "" || hasBelow(tree, wanted.replace(/\/$/, ""));
  if (tilesOf(wanted, file.tiles).every((path) => tree.paths.has(path))) return true;
  return file.isSequence && hasSequence(tree, wanted);
}

/** The only file of that name, wherever it lies. */
function onlyNamesake(tree: BroughtTree, stored: string): string | null {
  const namesakes = tree.named.get(fold(baseOf(stored))) ?? [];
  return namesakes.length === 1 ? (namesakes[0] ?? null) : null;
}

export function resolveFile(file: NamedFile, tree: BroughtTree): ResolvedFile {
  const told = (state: Whereabouts, wanted: string | null, instead: string | null = null): ResolvedFile => ({
    file,
    state,
    wanted,
    instead,
  });
  if (file.isPacked) return told("packed", null);
  if (file.path === "") return told("generated", null);
  const wanted = placeOf(file.relativeTo, file.path);
  if (wanted === null) return told("outside", null, onlyNamesake(tree, file.path));
  if (isThere(tree, file, wanted)) return told("found", wanted);
  const sameButCase = tree.folded.get(fold(wanted));
  if (sameButCase !== undefined) return told("wrong_case", wanted, sameButCase);
  const namesake = file.isFolder ? null : onlyNamesake(tree, wanted);
  return namesake === null ? told("missing", wanted) : told("misplaced", wanted, namesake);
}

/** Those that keep a picture from being whole, each path once. */
export function unresolved(files: readonly NamedFile[], tree: BroughtTree): ResolvedFile[] {
  const seen = new Set<string>();
  return files
    .map((file) => resolveFile(file, tree))
    .filter(({ state, file, wanted }) => {
      const key = `${wanted ?? ""}\0${file.path}`;
      if (state === "found" || state === "packed" || state === "generated" || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
