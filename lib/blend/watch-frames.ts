/**
 * Follows a Zstandard stream from frame to frame without unpacking it, so that the window that a frame asks for is looked
 * at before the decoder makes room for it. Source: RFC 8878, 3.1.
 */
import { MAX_WINDOW_BYTES } from "./budget.ts";
import { BeyondLimits } from "./errors.ts";
import { readFrameHeader } from "./zstd-frames.ts";

/** Longest head of a frame. Units: bytes. */
const HEAD = 18;
const [RLE, BLOCK_HEAD, CHECKSUM, SKIPPABLE_HEAD] = [1, 3, 4, 8] as const;

/** Answers who takes the stream's bytes in order. Errors: BeyondLimits. */
export function watchFrames(): (bytes: Uint8Array) => void {
  let held = new Uint8Array();
  let skip = 0;
  let isInFrame = false;
  let afterFrame = 0;

  /** How many bytes are understood; 0 when more are needed. */
  const understand = (bytes: Uint8Array): number => {
    if (isInFrame) {
      if (bytes.length < BLOCK_HEAD) return 0;
      const head = (bytes[0] as number) | ((bytes[1] as number) << 8) | ((bytes[2] as number) << 16);
      const isLast = (head & 1) === 1;
      isInFrame = !isLast;
      return BLOCK_HEAD + (((head >> 1) & 3) === RLE ? 1 : head >> 3) + (isLast ? afterFrame : 0);
    }
    if (bytes.length < HEAD) return 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getUint32(0, true) >>> 4 === 0x184d2a5) return SKIPPABLE_HEAD + view.getUint32(4, true);
    const header = readFrameHeader(bytes);
    // No frame: the decoder will say so.
    if (header === null) return Number.POSITIVE_INFINITY;
    if (header.windowBytes > MAX_WINDOW_BYTES)
      throw new BeyondLimits("it was packed with a window larger than any Blender uses");
    isInFrame = true;
    afterFrame = header.hasChecksum ? CHECKSUM : 0;
    return header.headBytes;
  };
  return (bytes) => {
    let at = 0;
    if (held.length > 0) {
      const joined = new Uint8Array(held.length + bytes.length);
      joined.set(held);
      joined.set(bytes, held.length);
      bytes = joined;
    }
    while (at < bytes.length) {
      const skipped = Math.min(skip, bytes.length - at);
      at += skipped;
      skip -= skipped;
      if (skip > 0 || at >= bytes.length) break;
      skip = understand(bytes.subarray(at));
      if (skip === 0) break;
    }
    held = bytes.slice(at);
  };
}
