/**
 * What a .zip says it holds, read from its end: its directory alone, never its files. Zip64; names in UTF-8 or in the old
 * code page; symbolic links, encrypted and oddly packed files are told apart.
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.
 */
import { nameOf } from "./zip-names.ts";

/** A .zip that can't be used at all, in words for its owner. */
export class ZipProblem extends Error {
  override readonly name = "ZipProblem";
}

export interface ZipEntry {
  path: string;
  /** Units: bytes, as the directory announces them. */
  sizeBytes: number;
  packedBytes: number;
  /** Where its local header begins. */
  offset: number;
  packing: "stored" | "deflated" | "other";
  isLink: boolean;
  isEncrypted: boolean;
}

/** The end record, the longest comment, and zip64's locator before it. */
const TAIL_BYTES = 22 + 65_535 + 20;
const [END, END64, LOCATOR64, ENTRY] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50];
const MORE = 0xffffffff;
/** A project has fewer files, and a directory of more is no project's. Units: bytes. */
const MAX_DIRECTORY_BYTES = 64 * 1024 ** 2;

const NO_ZIP = "That is not a .zip, or its end is missing. Pack it again.";

export async function viewOf(blob: Blob, first: number, length: number): Promise<DataView> {
  if (first < 0 || first + length > blob.size) throw new ZipProblem(NO_ZIP);
  return new DataView(await blob.slice(first, first + length).arrayBuffer());
}

const big = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

/** Where the directory lies. */
async function directoryOf(zip: Blob): Promise<{ first: number; length: number }> {
  const start = Math.max(0, zip.size - TAIL_BYTES);
  const tail = await viewOf(zip, start, zip.size - start);
  let at = tail.byteLength - 22;
  while (
    at >= 0 &&
    !(tail.getUint32(at, true) === END && at + 22 + tail.getUint16(at + 20, true) <= tail.byteLength)
  )
    at -= 1;
  if (at < 0) throw new ZipProblem(NO_ZIP);
  if (at >= 20 && tail.getUint32(at - 20, true) === LOCATOR64) {
    const end = await viewOf(zip, big(tail, at - 12), 56);
    if (end.getUint32(0, true) !== END64) throw new ZipProblem(NO_ZIP);
    return { first: big(end, 48), length: big(end, 40) };
  }
  return { first: tail.getUint32(at + 16, true), length: tail.getUint32(at + 12, true) };
}

/** Zip64's longer numbers, in the order of those that are all ones. */
function longNumbers(view: DataView, at: number, length: number): number[] {
  for (let place = at; place + 4 <= at + length; place += 4 + view.getUint16(place + 2, true)) {
    if (view.getUint16(place, true) !== 1) continue;
    const size = Math.min(view.getUint16(place + 2, true), at + length - place - 4);
    return Array.from({ length: Math.min(3, Math.floor(size / 8)) }, (_, n) => big(view, place + 4 + n * 8));
  }
  return [];
}

/** In the directory's order, folders left out. Errors: ZipProblem. */
export async function zipEntries(zip: Blob): Promise<ZipEntry[]> {
  const { first, length } = await directoryOf(zip);
  if (length > MAX_DIRECTORY_BYTES) throw new ZipProblem("The .zip names more files than a project has.");
  const view = await viewOf(zip, first, length);
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= length; ) {
    if (view.getUint32(at, true) !== ENTRY) throw new ZipProblem(NO_ZIP);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) =>
      view.getUint16(at + o, true),
    ) as [number, number, number];
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > length) throw new ZipProblem(NO_ZIP);
    entries.push(entryAt(view, at, nameLength, extraLength));
    at = next;
  }
  return entries.filter((entry) => !entry.path.endsWith("/"));
}

function entryAt(view: DataView, at: number, nameLength: number, extraLength: number): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const long = longNumbers(view, at + 46 + nameLength, extraLength).values();
  const number = (offset: number): number => {
    const short = view.getUint32(at + offset, true);
    return short === MORE ? (long.next().value ?? short) : short;
  };
  // In this order: it is the order of the longer numbers.
  const sizeBytes = number(24);
  const packedBytes = number(20);
  const offset = number(42);
  const madeOn = view.getUint16(at + 4, true) >>> 8;
  const mode = view.getUint32(at + 38, true) >>> 16;
  const name = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength);
  return {
    path: nameOf(name, (flags & 0x800) !== 0).replaceAll("\\", "/"),
    sizeBytes,
    packedBytes,
    offset,
    packing: method === 0 ? "stored" : method === 8 ? "deflated" : "other",
    // 3: Unix, 19: macOS; elsewhere the high half means nothing.
    isLink: (madeOn === 3 || madeOn === 19) && (mode & 0xf000) === 0xa000,
    isEncrypted: (flags & 1) !== 0,
  };
}
