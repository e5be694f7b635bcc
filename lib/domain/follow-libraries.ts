/** What a .blend names, and what the libraries that it links name in turn. Pure: who asks says how a .blend is read. */
import { type BroughtTree, type NamedFile, resolveFile } from "./resolve-files.ts";

/** Libraries of libraries; a ring of them ends by itself. */
const MOST_BLENDS = 500;

export interface NamedFiles {
  files: NamedFile[];
  /** .blend files that could not be read: what they name is Blender's to say. */
  unread: string[];
}

const librariesIn = (files: readonly NamedFile[], tree: BroughtTree): string[] =>
  files
    .filter((file) => file.kind === "library")
    .map((file) => resolveFile(file, tree))
    .flatMap(({ state, wanted, instead }) => {
      const place = state === "found" ? wanted : instead;
      return place === null ? [] : [place];
    });

/** `read`: of a path in the tree; null where it can't be read. The first is the .blend itself. */
export async function followLibraries(
  tree: BroughtTree,
  blendFile: string,
  read: (path: string) => Promise<readonly NamedFile[] | null>,
): Promise<NamedFiles> {
  const found: NamedFiles = { files: [], unread: [] };
  const queue = [blendFile];
  const seen = new Set(queue);
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const named = seen.size > MOST_BLENDS ? null : await read(path);
    if (named === null) {
      found.unread.push(path);
      continue;
    }
    found.files.push(...named);
    for (const library of librariesIn(named, tree)) {
      if (seen.has(library)) continue;
      seen.add(library);
      queue.push(library);
    }
  }
  return found;
}
