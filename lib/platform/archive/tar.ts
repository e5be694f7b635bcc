/**
 * A .tar that is written while it is read, its length known before the first byte; one file open at a time.
 * Source: POSIX.1-2017, pax interchange format (ustar headers; an extended header where a name does not fit one).
 */
import type { Readable } from "node:stream";
import type { ZipEntry } from "./zip.ts";

const BLOCK = 512;
/** What ustar's name and size fields hold. */
const MAX_NAME = 100;
const MAX_SIZE = 8 ** 11;

const padding = (sizeBytes: number): number => (BLOCK - (sizeBytes % BLOCK)) % BLOCK;
const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;

function header(name: string, sizeBytes: number, modifiedAt: Date, type: "0" | "x"): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, MAX_NAME, "utf8");
  block.write(octal(0o644, 8) + octal(0, 8) + octal(0, 8), 100, "latin1");
  block.write(octal(sizeBytes, 12) + octal(Math.floor(modifiedAt.getTime() / 1000), 12), 124, "latin1");
  block.write(`        ${type}`, 148, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

/** Shape: ("path", "ä") → "12 path=ä\n" in bytes, its own length included. */
function record(keyword: string, value: string): Buffer {
  const rest = Buffer.from(` ${keyword}=${value}\n`);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** All blocks that stand before a file's bytes. */
export function tarHeaders({ name, sizeBytes, modifiedAt }: Omit<ZipEntry, "open">): Buffer {
  const records: Buffer[] = [];
  const isPlain = /^[\x20-\x7e]*$/.test(name) && name.length <= MAX_NAME;
  if (!isPlain) records.push(record("path", name));
  if (sizeBytes >= MAX_SIZE) records.push(record("size", String(sizeBytes)));
  const plain = name.replace(/[^\x20-\x7e]/g, "_").slice(-MAX_NAME);
  const own = header(plain, sizeBytes >= MAX_SIZE ? 0 : sizeBytes, modifiedAt, "0");
  if (records.length === 0) return own;
  const extended = Buffer.concat(records);
  const extendedHeader = header("PaxHeader", extended.length, modifiedAt, "x");
  return Buffer.concat([extendedHeader, extended, Buffer.alloc(padding(extended.length)), own]);
}

/** The archive's length. Units: bytes. */
export const tarSize = (entries: readonly ZipEntry[]): number =>
  entries.reduce(
    (sum, entry) => sum + tarHeaders(entry).length + entry.sizeBytes + padding(entry.sizeBytes),
    2 * BLOCK,
  );

/** Errors: when a file has another length than was told: everything after it would be garbage. */
export async function* tarOf(entries: readonly ZipEntry[]): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    yield tarHeaders(entry);
    let sizeBytes = 0;
    const file: Readable = await entry.open();
    for await (const chunk of file as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      yield chunk;
    }
    if (sizeBytes !== entry.sizeBytes) throw new Error(`${entry.name} changed while it was packed.`);
    yield Buffer.alloc(padding(sizeBytes));
  }
  yield Buffer.alloc(2 * BLOCK);
}
