/** Zstandard frames without compression, written by hand: as Blender lays them out, or as nobody should. */
import { concat } from "./make-blend.ts";

const numbers = (values: readonly number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => view.setUint32(i * 4, value, true));
  return new Uint8Array(view.buffer);
};

/** `type`: 0 as it is, 1 one byte repeated, over `size` bytes. */
const block = (type: 0 | 1, size: number, isLast: boolean, bytes: Uint8Array): Uint8Array => {
  const head = (isLast ? 1 : 0) | (type << 1) | (size << 3);
  return concat([Uint8Array.of(head & 255, (head >> 8) & 255, (head >> 16) & 255), bytes]);
};

const frameHead = (size: number): Uint8Array =>
  concat([Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0), numbers([size])]);

export function storedFrame(bytes: Uint8Array): Uint8Array {
  const parts = [frameHead(bytes.length)];
  const each = 100_000;
  for (let at = 0; at < bytes.length || at === 0; at += each) {
    const part = bytes.subarray(at, at + each);
    parts.push(block(0, part.length, at + each >= bytes.length, part));
  }
  return concat(parts);
}

/** A frame that begins with `head` and goes on with zeros: 128 KiB for each four bytes of it. */
export function bombFrame(head: Uint8Array, blocks: number): Uint8Array {
  const each = 128 * 1024;
  const window = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x58);
  const zeros = Array.from({ length: blocks }, (_, i) => block(1, each, i === blocks - 1, Uint8Array.of(0)));
  return concat([window, block(0, head.length, false, head), ...zeros]);
}

export function seekTable(frames: readonly { packed: number; unpacked: number }[]): Uint8Array {
  const entries = frames.flatMap(({ packed, unpacked }) => [packed, unpacked]);
  return concat([
    numbers([0x184d2a5e, entries.length * 4 + 9, ...entries, frames.length]),
    Uint8Array.of(0),
    numbers([0x8f92eab1]),
  ]);
}

/** As Blender writes: frames of a size, then the table. */
export function zstdWithTable(bytes: Uint8Array, frameBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  const frames: { packed: number; unpacked: number }[] = [];
  for (let at = 0; at < bytes.length; at += frameBytes) {
    const part = bytes.subarray(at, at + frameBytes);
    const frame = storedFrame(part);
    parts.push(frame);
    frames.push({ packed: frame.length, unpacked: part.length });
  }
  return concat([...parts, seekTable(frames)]);
}
