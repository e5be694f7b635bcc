/** A project's folder on this disk: its files as they are sent, and which .blend in it is rendered. */
import { open, readdir, stat } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { blendsAmong, reasonToLeaveOut } from "#lib/domain/project-files.ts";
import { checkFile } from "./check-file.ts";
import { CliError } from "./cli-error.ts";

export interface ProjectFolder {
  name: string;
  files: LocalFile[];
  /** The .blend that is rendered, below the folder. */
  blendFile: string;
  sizeBytes: number;
  leftOut: { path: string; why: string }[];
}

/** Bytes of one read while a file is hashed. */
const PIECE_BYTES = 1024 ** 2;
/** So many names are told; an artist knows the rest. */
const MOST_NAMED = 8;

export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

function localFile(path: string, at: string, sizeBytes: number): LocalFile {
  const read = async (first: number, end: number) => {
    const bytes = new Uint8Array(end - first);
    const file = await open(at, "r");
    try {
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, first + filled);
        if (bytesRead === 0) throw new CliError(`${at} became shorter while it was sent. Try again.`);
        filled += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  };
  return {
    path,
    sizeBytes,
    read,
    async *stream() {
      for (let first = 0; first < sizeBytes; first += PIECE_BYTES)
        yield await read(first, Math.min(sizeBytes, first + PIECE_BYTES));
    },
  };
}

/** Paths below it, with forward slashes. Links to files count as the files; links to folders may lead in rings. */
async function walk(folder: string, leftOut: ProjectFolder["leftOut"]): Promise<LocalFile[]> {
  const files: LocalFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const at = join(entry.parentPath, entry.name);
    const path = relative(folder, at).split(sep).join("/");
    if (entry.isDirectory()) continue;
    const found = await stat(at).catch(() => null);
    const why = found?.isFile() ? reasonToLeaveOut(path) : "a link to a folder, or no plain file";
    if (found === null || why !== null) leftOut.push({ path, why: why ?? "a link that leads nowhere" });
    else files.push(localFile(path, at, found.size));
  }
  return files;
}

const named = (names: readonly string[]): string =>
  names.slice(0, MOST_NAMED).join(", ") + (names.length > MOST_NAMED ? ", …" : "");

/** Errors: CliError when there is none, or several and none was chosen. */
function chooseBlend(folder: string, paths: readonly string[], chosen: string | undefined): string {
  const blends = blendsAmong(paths);
  const [first, second] = blends;
  if (first === undefined) throw new CliError(`There is no .blend file in ${folder}.`);
  if (chosen !== undefined) {
    // As it lies in the folder, or as a shell completes it.
    const here = relative(folder, resolve(chosen)).split(sep).join("/");
    const found = blends.find((path) => path === chosen.replace(/^\.\//, "") || path === here);
    if (found !== undefined) return found;
    throw new CliError(`There is no "${chosen}" in ${folder}. Its .blend files: ${named(blends)}.`);
  }
  if (second !== undefined)
    throw new CliError(
      `There are ${blends.length} .blend files in ${folder}. Choose one with --file: ${named(blends)}.`,
    );
  return first;
}

/** Errors: CliError when nothing in it can be rendered. */
export async function readFolder(path: string, chosen: string | undefined): Promise<ProjectFolder> {
  const folder = resolve(path);
  const leftOut: ProjectFolder["leftOut"] = [];
  const files = await walk(folder, leftOut);
  const blendFile = chooseBlend(
    folder,
    files.map((file) => file.path),
    chosen,
  );
  await checkFile(join(folder, blendFile));
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return { name: basename(folder), files, blendFile, sizeBytes, leftOut };
}
