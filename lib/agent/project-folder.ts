/** Lays a source's files out in a Blender's project folder, where they can be read and nothing can be written. */
import { constants } from "node:fs";
import { chmod, copyFile, link, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { CachedFile } from "./cache.ts";
import { pathInside } from "./paths.ts";

/** Errors: UnsafePath for a path that leads out of the folder. `project` is empty. */
export async function placeFiles(project: string, files: readonly CachedFile[]): Promise<void> {
  const made = new Set([project]);
  for (const { path, cached } of files) {
    const place = pathInside(project, path);
    await makeFolders(dirname(place), made);
    await placeFile(cached, place);
  }
}

/** Readable for the user in the sandbox, whatever the agent's own mask is. */
async function makeFolders(folder: string, made: Set<string>): Promise<void> {
  if (made.has(folder)) return;
  await makeFolders(dirname(folder), made);
  await mkdir(folder);
  await chmod(folder, 0o755);
  made.add(folder);
}

/** The same bytes where the disk can, a copy where not. */
async function placeFile(cached: string, path: string): Promise<void> {
  try {
    await link(cached, path);
  } catch {
    await copyFile(cached, path, constants.COPYFILE_FICLONE);
  }
}
