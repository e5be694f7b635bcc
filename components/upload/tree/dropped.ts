/** How folders and .zip files get from the disk into the page: dropped or picked. */
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { type DroppedTree, stemOf, tidyTree } from "./tidy.ts";
import { unpackZip } from "./zip.ts";

/** Read in pieces of this. Units: bytes. */
const PIECE_BYTES = 4 * 1024 ** 2;

export function localFile(path: string, file: File): LocalFile {
  const read = async (first: number, end: number) =>
    new Uint8Array(await file.slice(first, end).arrayBuffer());
  return {
    path,
    sizeBytes: file.size,
    read,
    async *stream() {
      for (let at = 0; at < file.size; at += PIECE_BYTES)
        yield await read(at, Math.min(file.size, at + PIECE_BYTES));
    },
  };
}

const isZip = (file: File): boolean => /\.zip$/i.test(file.name);

/** Null for a single file that is no .zip: it goes its own way. Errors: ZipProblem. */
export async function treeOf(files: readonly { path: string; file: File }[]): Promise<DroppedTree | null> {
  const [first] = files;
  if (first === undefined) return null;
  if (files.length === 1 && !first.path.includes("/")) {
    if (!isZip(first.file)) return null;
    const { files: unpacked, leftOut } = await unpackZip(first.file);
    return tidyTree(stemOf(first.file.name), unpacked, leftOut);
  }
  return tidyTree(
    "project",
    files.map(({ path, file }) => localFile(path, file)),
  );
}

/** Of the folder picker. */
export const pickedFiles = (list: readonly File[]): { path: string; file: File }[] =>
  list.map((file) => ({ path: file.webkitRelativePath || file.name, file }));

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A folder's entries come in portions, until an empty one. */
async function entriesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function walk(entry: FileSystemEntry, into: { path: string; file: File }[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) into.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
  else for (const inside of await entriesIn(entry as FileSystemDirectoryEntry)) await walk(inside, into);
}

/** `entries`: asked for while the drop event lived. */
export async function droppedFiles(
  entries: readonly (FileSystemEntry | null)[],
): Promise<{ path: string; file: File }[]> {
  const files: { path: string; file: File }[] = [];
  for (const entry of entries) if (entry !== null) await walk(entry, files);
  return files;
}
