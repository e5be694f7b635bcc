/** What a .blend of a dropped folder names, and what the libraries that it links name in turn; read here, before anything is sent. */
import { sourceOfStream } from "./source-of-local.ts";
import { externalFilesOf } from "#lib/blend/index.ts";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { followLibraries, type NamedFiles } from "#lib/domain/follow-libraries.ts";
import { broughtTree } from "#lib/domain/resolve-files.ts";

export type { NamedFiles };

export async function namedFiles(files: readonly LocalFile[], blendFile: string): Promise<NamedFiles> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return followLibraries(broughtTree(byPath.keys()), blendFile, async (path) => {
    const file = byPath.get(path);
    if (file === undefined) return [];
    try {
      return await externalFilesOf(await sourceOfStream(file), path);
    } catch {
      // A damaged or unknown file is Blender's to judge, on the farm.
      return null;
    }
  });
}
