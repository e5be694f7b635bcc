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
  /** By folded name alone: files, and folders. */
  named: ReadonlyMap<string, readonly string[]>;
  folders: ReadonlyMap<string, readonly string[]>;
}

export function broughtTree(paths: Iterable<string>): BroughtTree {
  const all = new Set(paths);
  const folded = new Map<string, string>();
  const named = new Map<string, string[]>();
  const folders = new Map<string, string[]>();
  const seen = new Set<string>();
  const put = (into: Map<string, string[]>, path: string) => {
    const name = fold(baseOf(path));
    const list = into.get(name);
    if (list === undefined) into.set(name, [path]);
    else list.push(path);
  };
  for (const path of all) {
    folded.set(fold(path), path);
    put(named, path);
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const folder = path.slice(0, at);
      if (seen.has(folder)) break;
      seen.add(folder);
      put(folders, folder);
    }
  }
  return { paths: all, folded, named, folders };
}

/** One path for each tile; a path without a tile's mark is itself. */
const tilesOf = (path: string, tiles: readonly number[]): string[] =>
  /<UDIM>/i.test(path) && tiles.length > 0
    ? tiles.map((tile) => path.replace(/<UDIM>/i, String(tile)))
    : [path];

/** Whether a name is one of the sequence's: its last number is another. Null for a name without a number. Shape: "0001.png" ~ "0250.png" */
function numbersOf(name: string): ((other: string) => boolean) | null {
  const match = /^(.*?)(\d+)(\D*)$/s.exec(name);
  if (match === null) return null;
  const [before, after] = [match[1] ?? "", match[3] ?? ""];
  return (other) =>
    other.startsWith(before) &&
    other.endsWith(after) &&
    /^\d+$/.test(other.slice(before.length, other.length - after.length));
}

function hasSequence(tree: BroughtTree, wanted: string): boolean {
  const isOne = numbersOf(baseOf(wanted));
  const folder = folderOf(wanted);
  if (isOne === null) return false;
  for (const path of tree.paths) if (path.startsWith(folder) && isOne(path.slice(folder.length))) return true;
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

const only = (paths: readonly string[] | undefined): string | null =>
  paths?.length === 1 ? (paths[0] ?? null) : null;
const folderOf = (path: string): string => path.slice(0, path.length - baseOf(path).length);

/** The only file of that name, wherever it lies; of tiles and sequences the folder that has them all, of folders the folder. */
function onlyNamesake(tree: BroughtTree, file: NamedFile): string | null {
  const stored = file.path.replaceAll("\\", "/").replace(/\/+$/, "");
  const name = baseOf(stored);
  if (file.isFolder) return only(tree.folders.get(fold(name)));
  const [first, ...others] = tilesOf(name, file.tiles);
  const found = only(tree.named.get(fold(first ?? name)));
  if (first !== name) {
    const folder = found === null ? null : folderOf(found);
    return folder !== null && others.every((tile) => tree.paths.has(folder + tile)) ? folder + name : null;
  }
  if (found !== null || !file.isSequence) return found;
  const isOfSequence = numbersOf(name);
  const folders = new Set<string>();
  for (const path of tree.paths) if (isOfSequence?.(baseOf(path))) folders.add(folderOf(path));
  return folders.size === 1 ? [...folders][0] + name : null;
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
  if (wanted === null) return told("outside", null, onlyNamesake(tree, file));
  if (isThere(tree, file, wanted)) return told("found", wanted);
  const sameButCase = tree.folded.get(fold(wanted));
  if (sameButCase !== undefined) return told("wrong_case", wanted, sameButCase);
  const namesake = onlyNamesake(tree, file);
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
