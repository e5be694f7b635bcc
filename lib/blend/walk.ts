/**
 * Goes from head to head through a file and lists its blocks, without reading what they hold.
 * Source: Blender's BLO_core_bhead.hh.
 */
import { type BlockHead, Blocks } from "./blocks.ts";
import type { Budget } from "./budget.ts";
import { bytesAt, type Content } from "./content.ts";
import { CorruptBlend, TruncatedBlend } from "./errors.ts";
import type { BlendHeader } from "./header.ts";

/** Units: bytes. Larger data is skipped unseen; what the reader asks for is smaller, but for DNA and thumbnail. */
const SKIP_FROM = 128 * 1024;

/** Errors: TruncatedBlend, CorruptBlend, BeyondLimits. */
export async function walkBlocks(content: Content, header: BlendHeader, budget: Budget): Promise<Blocks> {
  const blocks = new Blocks();
  const codes = new Map<number, string>();
  let hasDna = false;
  for (let at = header.headerBytes; ; ) {
    budget.step();
    const wanted = header.blockHeadBytes;
    const bytes = content.peek(at, wanted) ?? (await content.load(at, wanted));
    // Blender takes an ENDB that is cut short, and so do we.
    if (bytes.length >= 4 && bytes[0] === 0x45 && startsEnd(bytes)) break;
    const isEnd = bytes.length < wanted;
    const head = isEnd ? null : readHead(bytes, header, codes, at + wanted);
    if (head === null || endsEarly(head, content)) {
      // DNA1 comes last: what is behind it does not matter.
      if (hasDna) break;
      if (head === null && !isEnd) throw new CorruptBlend(`its part ${blocks.length + 1} makes no sense`);
      throw new TruncatedBlend(`after ${blocks.length} parts`);
    }
    blocks.add(head);
    hasDna ||= head.code === "DNA1";
    if (head.length > SKIP_FROM && head.code === "DATA")
      content.skip?.(head.offset, head.offset + head.length);
    at = head.offset + head.length;
  }
  if (!hasDna) throw new TruncatedBlend("without the description of its data");
  return blocks;
}

const startsEnd = (bytes: Uint8Array): boolean => bytes[1] === 0x4e && bytes[2] === 0x44 && bytes[3] === 0x42;

const endsEarly = (head: BlockHead, content: Content): boolean =>
  content.size !== null && head.offset + head.length > content.size;

/** Null where it can be no head. */
function readHead(
  bytes: Uint8Array,
  header: BlendHeader,
  codes: Map<number, string>,
  offset: number,
): BlockHead | null {
  const isLittle = header.endian === "little";
  const u32 = (at: number): number => {
    const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]] as [
      number,
      number,
      number,
      number,
    ];
    return (isLittle ? a | (b << 8) | (c << 16) | (d << 24) : (a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  };
  const key = u32(0);
  let code = codes.get(key);
  if (code === undefined) {
    // Two-letter codes have their zeros behind in little endian and in front in big endian files.
    code = String.fromCharCode(...bytes.subarray(0, 4)).replace(/^\0+|\0+$/g, "");
    if (!/^[A-Za-z0-9_]{2,4}$/.test(code)) return null;
    codes.set(key, code);
  }
  if (header.blockHeadBytes === 32) {
    const [low, high] = [u32(16), u32(20)];
    const count = u32(28) === 0 ? u32(24) : 0x7fffffff;
    if (high > 0x1fffff) return null;
    return {
      code,
      offset,
      length: high * 2 ** 32 + low,
      low: u32(8),
      high: u32(12),
      struct: u32(4) | 0,
      count,
    };
  }
  const length = u32(4);
  if (length > 0x7fffffff) return null;
  if (header.blockHeadBytes === 20)
    return { code, offset, length, low: u32(8), high: 0, struct: u32(12) | 0, count: u32(16) };
  const [first, second] = [u32(8), u32(12)];
  const [low, high] = isLittle ? [first, second] : [second, first];
  return { code, offset, length, low, high, struct: u32(16) | 0, count: u32(20) };
}

/** The data of a block, or of its beginning. Errors: TruncatedBlend. */
export async function dataOf(
  content: Content,
  blocks: Blocks,
  block: number,
  most: number,
): Promise<Uint8Array> {
  const length = Math.min(blocks.size(block), most);
  const bytes = await bytesAt(content, blocks.offset(block), length);
  if (bytes.length < length) throw new TruncatedBlend(`in part ${block + 1}`);
  return bytes;
}
