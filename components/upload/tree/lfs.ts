/** Git LFS pointers among the files of a folder: a few lines of text where a picture should be, because nobody ran `git lfs pull`. */
import type { LocalFile } from "#lib/client/tree/local-file.ts";

/** A pointer has three lines: version, oid, size. Source: the Git LFS specification. Units: bytes. */
const LEAST_BYTES = 100;
const MOST_BYTES = 400;
const BEGINS = "version https://git-lfs.github.com/spec/v1\n";
/** In a folder of ten thousand small files all are looked at, several at once: each waits for the disk. */
const AT_ONCE = 16;

async function isPointer(file: LocalFile): Promise<boolean> {
  for await (const piece of file.stream())
    return new TextDecoder().decode(piece.subarray(0, BEGINS.length)) === BEGINS;
  return false;
}

/** Their paths. Errors: what reading throws. */
export async function lfsPointersIn(files: readonly LocalFile[]): Promise<string[]> {
  const found: string[] = [];
  const left = files.filter(({ sizeBytes }) => sizeBytes >= LEAST_BYTES && sizeBytes <= MOST_BYTES).values();
  const lane = async () => {
    for (const file of left) if (await isPointer(file)) found.push(file.path);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return found.sort();
}
