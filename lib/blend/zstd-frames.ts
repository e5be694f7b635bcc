/**
 * Zstandard as Blender writes it since 3.0: many small frames and, at the end, a table of them; so any place can be
 * unpacked without what lies before it.
 * Source: zstd's contrib/seekable_format, written by Blender's blenlib/intern/filereader_zstd.c.
 */
import { decompress } from "fzstd";
import type { Budget } from "./budget.ts";
import type { ByteSource } from "./byte-source.ts";
import type { Content } from "./content.ts";
import { CorruptBlend } from "./errors.ts";

const FOOTER = 9;
const SEEK_MAGIC = 0x8f92eab1;
const SKIP_MAGIC = 0x184d2a5e;
/** Blender's are at most 2 MiB; another program's larger ones are unpacked in one stream. Units: bytes. */
const MAX_FRAME = 16 * 1024 ** 2;
const MAX_FRAMES = 1_000_000;
/** Units: bytes. */
const KEPT = 24 * 1024 ** 2;

export interface SeekTable {
  /** Where each frame starts, packed and unpacked; one more entry for the end. */
  packed: Float64Array;
  unpacked: Float64Array;
}

/** Null when there is no table that can be trusted; then the file is read in one stream. */
export async function readSeekTable(source: ByteSource): Promise<SeekTable | null> {
  if (source.size < FOOTER + 8) return null;
  const foot = view(await source.read(source.size - FOOTER, FOOTER));
  const count = foot.getUint32(0, true);
  const flags = foot.getUint8(4);
  if (foot.getUint32(5, true) !== SEEK_MAGIC || (flags & 0x7c) !== 0) return null;
  const entry = (flags & 0x80) === 0 ? 8 : 12;
  const length = count * entry + FOOTER;
  const start = source.size - length - 8;
  if (count === 0 || count > MAX_FRAMES || start < 0) return null;
  const table = view(await source.read(start, length + 8));
  if (table.getUint32(0, true) !== SKIP_MAGIC || table.getUint32(4, true) !== length) return null;
  const packed = new Float64Array(count + 1);
  const unpacked = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) {
    const usize = table.getUint32(8 + i * entry + 4, true);
    if (usize > MAX_FRAME) return null;
    packed[i + 1] = (packed[i] as number) + table.getUint32(8 + i * entry, true);
    unpacked[i + 1] = (unpacked[i] as number) + usize;
  }
  return packed[count] === start ? { packed, unpacked } : null;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function framesContent(source: ByteSource, table: SeekTable, budget: Budget): Content {
  const kept = new Map<number, Uint8Array>();
  let keptBytes = 0;
  let latest = -1;
  const size = table.unpacked.at(-1) ?? 0;

  const unpack = async (index: number): Promise<Uint8Array> => {
    const [from, to] = [table.packed[index] as number, table.packed[index + 1] as number];
    const usize = (table.unpacked[index + 1] as number) - (table.unpacked[index] as number);
    budget.unpack(usize);
    const packed = await source.read(from, to - from);
    try {
      const out = new Uint8Array(usize);
      // The table is only believed where the frame says the same; else the decoder would write past what it was given.
      if (usize > 0 && readFrameHeader(packed)?.contentBytes !== usize)
        throw new Error("size differs from the table");
      if (usize > 0) decompress(packed, out);
      return out;
    } catch (error) {
      throw new CorruptBlend(`its part ${index + 1} does not unpack`, error);
    }
  };
  const keep = (index: number, bytes: Uint8Array) => {
    kept.set(index, bytes);
    keptBytes += bytes.length;
    for (const [old, its] of kept) {
      if (keptBytes <= KEPT || old === index) break;
      kept.delete(old);
      keptBytes -= its.length;
    }
  };
  const peek = (offset: number, length: number): Uint8Array | null => {
    const index = inFrame(table, latest, offset) ? latest : frameAt(table.unpacked, offset);
    const start = table.unpacked[index];
    const bytes = kept.get(index);
    if (start === undefined || bytes === undefined || offset + length > start + bytes.length) return null;
    latest = index;
    return bytes.subarray(offset - start, offset - start + length);
  };
  return {
    size,
    peek,
    async load(offset, length) {
      const out = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      for (let done = 0; done < out.length; ) {
        const index = frameAt(table.unpacked, offset + done);
        const bytes = kept.get(index) ?? (await unpack(index));
        if (!kept.has(index)) keep(index, bytes);
        const part = bytes.subarray(offset + done - (table.unpacked[index] as number));
        out.set(part.subarray(0, out.length - done), done);
        done += Math.min(part.length, out.length - done);
      }
      return out;
    },
  };
}

const inFrame = ({ unpacked }: SeekTable, index: number, offset: number): boolean =>
  index >= 0 && offset >= (unpacked[index] as number) && offset < (unpacked[index + 1] as number);

/** The last frame that starts at or before; of empty ones the one behind them. */
function frameAt(starts: Float64Array, offset: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface FrameHeader {
  /** Units: bytes, as are all. Null where it does not say. */
  contentBytes: number | null;
  windowBytes: number;
  headBytes: number;
  hasChecksum: boolean;
}

/** Null when the bytes begin no frame. */
export function readFrameHeader(frame: Uint8Array): FrameHeader | null {
  const bytes = view(frame);
  if (frame.length < 6 || bytes.getUint32(0, true) !== 0xfd2fb528) return null;
  const flags = bytes.getUint8(4);
  const isSingle = (flags & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][flags & 3] as number;
  const at = 5 + (isSingle ? 0 : 1) + dictionary;
  const width = flags >> 6 === 0 ? (isSingle ? 1 : 0) : 1 << (flags >> 6);
  if (frame.length < at + width) return null;
  const contentBytes = contentBytesAt(bytes, at, width);
  const descriptor = bytes.getUint8(5);
  const base = 2 ** (10 + (descriptor >> 3));
  const windowBytes = isSingle ? (contentBytes ?? 0) : base + (base / 8) * (descriptor & 7);
  return { contentBytes, windowBytes, headBytes: at + width, hasChecksum: (flags & 4) !== 0 };
}

function contentBytesAt(bytes: DataView, at: number, width: number): number | null {
  if (width === 1) return bytes.getUint8(at);
  if (width === 2) return bytes.getUint16(at, true) + 256;
  if (width === 4) return bytes.getUint32(at, true);
  return width === 8 ? Number(bytes.getBigUint64(at, true)) : null;
}
