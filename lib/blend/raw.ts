/**
 * An uncompressed file, read in windows. A window grows while reading goes straight on and shrinks after a jump, so that
 * walking over large meshes reads next to nothing, and walking over small blocks needs few reads.
 */
import type { ByteSource } from "./byte-source.ts";
import type { Content } from "./content.ts";

/** Units: bytes. */
const LEAST = 4 * 1024;
const MOST = 1024 ** 2;
/** The last of them are kept: a pointer mostly leads to near by. */
const WINDOWS = 8;

interface Window {
  start: number;
  bytes: Uint8Array;
}

export function rawContent(source: ByteSource): Content {
  const windows: Window[] = [];
  let span = 16 * LEAST;
  let end = 0;
  const peek = (offset: number, length: number): Uint8Array | null => {
    for (const { start, bytes } of windows)
      if (offset >= start && offset + length <= start + bytes.length)
        return bytes.subarray(offset - start, offset - start + length);
    return null;
  };
  return {
    size: source.size,
    peek,
    async load(offset, length) {
      const isStraightOn = offset >= end - span && offset <= end + span;
      span = isStraightOn ? Math.min(MOST, span * 2) : Math.max(LEAST, span / 4);
      const wanted = Math.max(0, Math.min(Math.max(span, length), source.size - offset));
      const reading = wanted === 0 ? new Uint8Array() : source.read(offset, wanted);
      const bytes = reading instanceof Promise ? await reading : reading;
      end = offset + bytes.length;
      if (length <= MOST) {
        windows.unshift({ start: offset, bytes });
        if (windows.length > WINDOWS) windows.pop();
      }
      return bytes.subarray(0, length);
    },
  };
}
