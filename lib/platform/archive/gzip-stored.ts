/**
 * The gzip format around bytes as they are: pictures don't compress, and the length is known before the first byte.
 * Source: RFC 1951 section 3.2.4 (stored blocks), RFC 1952.
 */
import { crc32 } from "node:zlib";

const MAX_BLOCK = 65_535;
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
const TRAILER_BYTES = 8;
const BLOCK_HEAD_BYTES = 5;

/** Units: bytes. An empty input still has one, empty, block. */
export const gzipStoredSize = (sizeBytes: number): number =>
  HEADER.length + TRAILER_BYTES + sizeBytes + BLOCK_HEAD_BYTES * (Math.ceil(sizeBytes / MAX_BLOCK) + 1);

function block(bytes: Buffer, isLast: boolean): Buffer {
  const head = Buffer.alloc(BLOCK_HEAD_BYTES);
  head[0] = isLast ? 1 : 0;
  head.writeUInt16LE(bytes.length, 1);
  head.writeUInt16LE(~bytes.length & 0xffff, 3);
  return Buffer.concat([head, bytes]);
}

/** Whole blocks only, and an empty last one, so that the number of blocks follows from the length alone. */
export async function* gzipStored(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let sum = 0;
  let sizeBytes = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  yield HEADER;
  for await (const chunk of source) {
    sum = crc32(chunk, sum);
    sizeBytes += chunk.length;
    held.push(chunk);
    heldBytes += chunk.length;
    if (heldBytes < MAX_BLOCK) continue;
    let all = Buffer.concat(held);
    for (; all.length >= MAX_BLOCK; all = all.subarray(MAX_BLOCK))
      yield block(all.subarray(0, MAX_BLOCK), false);
    held = [all];
    heldBytes = all.length;
  }
  if (heldBytes > 0) yield block(Buffer.concat(held), false);
  yield block(Buffer.alloc(0), true);
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(sum, 0);
  trailer.writeUInt32LE(sizeBytes % 2 ** 32, 4);
  yield trailer;
}
