/** A local file as the .blend reader wants it: by ranges where that can be, else unpacked once, while it is small. */
import { type ByteSource, sourceOfBytes } from "#lib/blend/byte-source.ts";
import type { LocalFile } from "#lib/client/tree/local-file.ts";

/** Of a file that is compressed in a .zip, more would fill the page's memory. Units: bytes. */
const MOST_UNPACKED = 64 * 1024 ** 2;

/** Errors: RangeError for one that is too large to be unpacked here. */
export async function sourceOfStream(file: LocalFile): Promise<ByteSource> {
  const read = file.read?.bind(file);
  if (read !== undefined)
    return {
      size: file.sizeBytes,
      read: (offset, length) => read(offset, Math.min(file.sizeBytes, offset + length)),
    };
  if (file.sizeBytes > MOST_UNPACKED)
    throw new RangeError("The file is too large to be unpacked in the page.");
  const bytes = new Uint8Array(file.sizeBytes);
  let at = 0;
  for await (const piece of file.stream()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return sourceOfBytes(bytes);
}
