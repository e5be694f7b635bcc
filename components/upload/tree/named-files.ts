/** What a .blend of a dropped folder names, and what the libraries that it links name in turn; read here, before anything is sent. */
import { sourceOfStream } from "./source-of-local.ts";
import { externalFilesOf } from "#lib/blend/index.ts";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { type BroughtTree, broughtTree, type NamedFile, resolveFile } from "#lib/domain/resolve-files.ts";

/** Libraries of libraries; a ring of them ends by itself. */
const MOST_BLENDS = 500;

export interface NamedFiles {
  files: NamedFile[];
  /** .blend files that could not be read here: what they name is known after the upload. */
  unread: string[];
}

const librariesIn = (files: readonly NamedFile[], tree: BroughtTree): string[] =>
  files
    .filter((file) => file.kind === "library")
    .map((file) => resolveFile(file, tree))
    .flatMap(({ state, wanted }) => (state === "found" && wanted !== null ? [wanted] : []));

export async function namedFiles(files: readonly LocalFile[], blendFile: string): Promise<NamedFiles> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const tree = broughtTree(byPath.keys());
  const found: NamedFiles = { files: [], unread: [] };
  const queue = [blendFile];
  const seen = new Set(queue);
  for (let path = queue.shift(); path !== undefined && seen.size <= MOST_BLENDS; path = queue.shift()) {
    const file = byPath.get(path);
    if (file === undefined) continue;
    try {
      const named = await externalFilesOf(await sourceOfStream(file), path);
      found.files.push(...named);
      for (const library of librariesIn(named, tree)) {
        if (seen.has(library)) continue;
        seen.add(library);
        queue.push(library);
      }
    } catch {
      // A damaged or unknown file is Blender's to judge, on the farm.
      found.unread.push(path);
    }
  }
  return found;
}
