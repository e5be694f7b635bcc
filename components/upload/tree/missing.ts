/** Which of the files that a .blend names did not come with it, and where those that are added later belong. Pure. */
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { broughtTree, type NamedFile, placeOf, unresolved } from "#lib/domain/resolve-files.ts";
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
}

/** What is looked for outside of the project lies here, and the node takes it from here. */
const FOLDER = "added";

/** Whether a file of that name is meant; of tiles any. Shape: "dome.<UDIM>.exr" ~ "dome.1001.exr" */
function isMeant(path: string): (name: string) => boolean {
  const parts = nameOf(path).split("<udim>");
  const [before = "", after] = parts;
  if (after === undefined) return (name) => nameOf(name) === before;
  return (name) => {
    const own = nameOf(name);
    const tile = own.slice(before.length, own.length - after.length);
    return own.startsWith(before) && own.endsWith(after) && /^\d{4}$/.test(tile);
  };
}

/** Chosen files at the places where they are missed, by their names; others stay out. */
export function additionOf(chosen: readonly Brought[], missing: readonly MissingFile[]): Addition {
  const files = new Map<string, LocalFile>();
  const paths: string[] = [];
  for (const { path, wanted } of missing) {
    const fits = chosen.filter((file) => isMeant(path)(file.name));
    if (fits.length === 0) continue;
    const folder = wanted === null ? [FOLDER] : wanted.split("/").slice(0, -1);
    for (const file of fits) {
      // Where it is looked for, the name is the one that is looked for; a tile has its own.
      const name =
        wanted === null || /<udim>/i.test(path) ? file.name : (wanted.split("/").at(-1) ?? file.name);
      const place = [...folder, name].join("/");
      files.set(place, file.at(place));
    }
    paths.push(path);
  }
  return { files: [...files.values()], paths };
}
