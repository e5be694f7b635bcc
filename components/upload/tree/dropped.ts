/** How folders and .zip files get from the disk into the page: dropped or picked. */
import { MAX_SOURCE_FILES } from "#lib/domain/source.ts";
import { localFile } from "./local-files.ts";
import { type DroppedTree, stemOf, tidyTree } from "./tidy.ts";
import { type LeftOut, unpackZip } from "./zip.ts";

const isZip = (file: File): boolean => /\.zip$/i.test(file.name);

/** Null for a single file that is no .zip: it goes its own way. Errors: ZipProblem. */
export async function treeOf({ files, leftOut: unread }: FoundFiles): Promise<DroppedTree | null> {
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
    unread,
  );
}

/** Of the folder picker. */
export function pickedFiles(list: readonly File[]): FoundFiles {
  const files = list.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  checkCount({ files, leftOut: [] });
  return { files, leftOut: [] };
}

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

/** What a folder holds, as it was found. */
export interface FoundFiles {
  files: { path: string; file: File }[];
  leftOut: LeftOut[];
}

/** No system has longer paths; a folder that leads to itself soon does. */
const MAX_PATH = 4096;

/** Errors: in words, for a folder that has no end. */
function checkEnd(path: string): void {
  if (path.length > MAX_PATH)
    throw new Error("A folder in it seems to lead to itself. Take that link out, and drop it again.");
}

/** Errors: in words. */
function checkCount({ files }: FoundFiles): void {
  if (files.length > MAX_SOURCE_FILES)
    throw new Error(
      `There are more than ${MAX_SOURCE_FILES.toLocaleString("en")} files in it, more than a project holds.`,
    );
}

/** What can't be opened is left out and told: a link to nothing, a file that this person may not read. */
async function takeFile(into: FoundFiles, path: string, open: () => Promise<File>): Promise<void> {
  try {
    into.files.push({ path, file: await open() });
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    into.leftOut.push({ path, why: "it can't be read: a link that leads nowhere, or not yours to open" });
  }
  checkCount(into);
}

async function walk(entry: FileSystemEntry, into: FoundFiles): Promise<void> {
  const path = entry.fullPath.replace(/^\//, "");
  checkEnd(path);
  if (entry.isFile) await takeFile(into, path, () => fileOf(entry as FileSystemFileEntry));
  else for (const inside of await entriesIn(entry as FileSystemDirectoryEntry)) await walk(inside, into);
}

/** `entries`: asked for while the drop event lived. Errors: in words, for what has no end or is too much. */
export async function droppedFiles(entries: readonly (FileSystemEntry | null)[]): Promise<FoundFiles> {
  const found: FoundFiles = { files: [], leftOut: [] };
  for (const entry of entries) if (entry !== null) await walk(entry, found);
  return found;
}

/** The same of a folder's handle, its own name in front. Errors: as `droppedFiles`; NotFoundError when it is gone. */
export async function filesIn(
  folder: FileSystemDirectoryHandle,
  found: FoundFiles = { files: [], leftOut: [] },
  before = `${folder.name}/`,
): Promise<FoundFiles> {
  checkEnd(before);
  for await (const [name, entry] of folder as unknown as AsyncIterable<[string, FileSystemHandle]>)
    if (entry.kind === "file")
      await takeFile(found, before + name, () => (entry as FileSystemFileHandle).getFile());
    else await filesIn(entry as FileSystemDirectoryHandle, found, `${before}${name}/`);
  return found;
}
