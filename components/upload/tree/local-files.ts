/** A file of the artist's disk as one that can be sent, here and in a worker alike. */
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import type { ZipEntry } from "./zip-entries.ts";

/** Read in pieces of this. Units: bytes. */
const PIECE_BYTES = 4 * 1024 ** 2;

/** What a file is made of: enough to make it again in a worker. */
export type Origin = { file: Blob } | { zip: Blob; entry: ZipEntry };

export interface DiskFile extends LocalFile {
  origin: Origin;
}

export function localFile(path: string, file: Blob): DiskFile {
  // A slice is made known to the browser's own process: the whole file needs none.
  const read = async (first: number, end: number) =>
    new Uint8Array(await (first === 0 && end === file.size ? file : file.slice(first, end)).arrayBuffer());
  return {
    path,
    sizeBytes: file.size,
    origin: { file },
    read,
    async *stream() {
      for (let at = 0; at < file.size; at += PIECE_BYTES)
        yield await read(at, Math.min(file.size, at + PIECE_BYTES));
    },
  };
}

/** Null for one that was made in another way. */
export const originOf = (file: LocalFile): Origin | null =>
  "origin" in file ? (file as DiskFile).origin : null;
