/**
 * The files of a .zip as local files: each is unpacked as it is read, piece by piece, and never wholly in memory. What would
 * do harm is left out and told; what can only be a trap is refused whole.
 */
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import type { DiskFile } from "./local-files.ts";
import { viewOf, type ZipEntry, zipEntries, ZipProblem } from "./zip-entries.ts";

export interface LeftOut {
  path: string;
  /** In words. */
  why: string;
}
export interface UnpackedZip {
  files: LocalFile[];
  leftOut: LeftOut[];
}

/** Deflate packs at most about 1,032 times; scenes with their textures stay far below this. */
const MAX_RATIO = 200;
/** Below it no ratio does harm. Units: bytes. */
const HARMLESS_BYTES = 1024 ** 3;
const LOCAL = 0x04034b50;

const TRAP =
  "This .zip unpacks to far more than a project holds, or says things about itself that can't be. Unpack it yourself and drop the folder.";

function reasonAgainst(entry: ZipEntry): string | null {
  if (entry.isLink) return "a symbolic link: the file it stands for is not in the .zip";
  if (entry.isEncrypted) return "encrypted with a password";
  if (entry.packing === "other") return "packed in a way that browsers can't unpack";
  if (entry.packing === "stored" && entry.sizeBytes !== entry.packedBytes) return "damaged";
  return null;
}

/** Files that share bytes, or unpack to hundreds of times what is there, were made to do harm. */
function refuseTraps(zip: Blob, entries: readonly ZipEntry[]): void {
  let end = 0;
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (entry.offset < end || entry.offset + entry.packedBytes > zip.size) throw new ZipProblem(TRAP);
    end = entry.offset + 30 + entry.packedBytes;
  }
  const sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  if (sizeBytes > HARMLESS_BYTES && sizeBytes > zip.size * MAX_RATIO) throw new ZipProblem(TRAP);
}

/** The bytes of an entry as they lie in the file. */
async function packedOf(zip: Blob, entry: ZipEntry): Promise<Blob> {
  const header = await viewOf(zip, entry.offset, 30);
  if (header.getUint32(0, true) !== LOCAL) throw new ZipProblem(`"${entry.path}" is damaged in the .zip.`);
  const first = entry.offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  return zip.slice(first, first + entry.packedBytes);
}

/** Not more than was announced, whatever a trap unpacks to. */
async function* streamOf(zip: Blob, entry: ZipEntry): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const packed = await packedOf(zip, entry);
  const stream =
    entry.packing === "stored"
      ? packed.stream()
      : packed.stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  let seen = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      seen += next.value.length;
      if (seen > entry.sizeBytes)
        throw new ZipProblem(`"${entry.path}" unpacks to more than the .zip announces.`);
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

export const zipFile = (zip: Blob, entry: ZipEntry): DiskFile => ({
  path: entry.path,
  sizeBytes: entry.sizeBytes,
  origin: { zip, entry },
  stream: () => streamOf(zip, entry),
  ...(entry.packing === "stored" && {
    read: async (first: number, end: number) =>
      new Uint8Array(await (await packedOf(zip, entry)).slice(first, end).arrayBuffer()),
  }),
});

/** Errors: ZipProblem, in words for the artist. */
export async function unpackZip(zip: Blob): Promise<UnpackedZip> {
  const entries = await zipEntries(zip);
  refuseTraps(zip, entries);
  const leftOut: LeftOut[] = [];
  const files: LocalFile[] = [];
  for (const entry of entries) {
    const why = reasonAgainst(entry);
    if (why === null) files.push(zipFile(zip, entry));
    else leftOut.push({ path: entry.path, why });
  }
  return { files, leftOut };
}
