/** A folder with one .blend chosen, made ready to be sent: what it names is looked for among what comes along. */
import { lfsPointersIn } from "./lfs.ts";
import { missingFrom } from "./missing.ts";
import { namedFiles } from "./named-files.ts";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { broughtTree, type NamedFile, resolveFile, unresolved } from "#lib/domain/resolve-files.ts";
import type { MissingFile } from "../upload-view.ts";

export interface ReadyTree {
  blendFile: string;
  files: readonly LocalFile[];
  missing: MissingFile[];
  /** How many lie elsewhere than it looks, or are written otherwise: the node takes them from there. */
  elsewhere: number;
  /** .blend files that could not be read here. */
  unread: string[];
}

/** Of the files that it uses, those that are Git LFS pointers instead of themselves. */
function pointersUsed(
  named: readonly NamedFile[],
  tree: ReturnType<typeof broughtTree>,
  pointers: readonly string[],
): MissingFile[] {
  if (pointers.length === 0) return [];
  const all = new Set(pointers);
  return named
    .map((file) => resolveFile(file, tree))
    .filter(({ state, wanted, instead }) => state !== "packed" && all.has(instead ?? wanted ?? ""))
    .map(({ file, wanted }) => ({ path: file.path, wanted, isPointer: true }));
}

export async function readyTree(files: readonly LocalFile[], blendFile: string): Promise<ReadyTree> {
  const [named, pointers] = await Promise.all([namedFiles(files, blendFile), lfsPointersIn(files)]);
  const tree = broughtTree(files.map((file) => file.path));
  const open = unresolved(named.files, tree);
  return {
    blendFile,
    files,
    missing: [...missingFrom(named.files, tree.paths), ...pointersUsed(named.files, tree, pointers)],
    elsewhere: open.filter(({ instead }) => instead !== null).length,
    unread: named.unread,
  };
}
