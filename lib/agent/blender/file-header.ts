/**
 * Tells from a file's first bytes whether it is a .blend and which Blender saved it, before any Blender opens it:
 * Blender's own words for a renamed picture are no help, and files of much newer ones crash it.
 * Source: BLO_readfile / blenloader; the larger header since 5.0 is "BLENDER17-01v0500".
 */
import { open } from "node:fs/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { BlenderFailure } from "./failure.ts";

/** Enough compressed bytes that any frame's beginning comes out. */
const LOOK_BYTES = 256 * 1024;
const MAGIC = "BLENDER";

/** Shape: "BLENDER-v304…" → "3.4", "BLENDER17-01v0501" → "5.1"; null when it is no .blend. */
export function versionOfHeader(start: Uint8Array): string | null {
  const text = Buffer.from(start.subarray(0, 20)).toString("latin1");
  if (!text.startsWith(MAGIC)) return null;
  const old = /^BLENDER[-_][vV](\d)(\d\d)/.exec(text);
  const grown = /^BLENDER\d\d-\d\d[vV](\d\d)(\d\d)/.exec(text);
  const found = old ?? grown;
  return found === null ? null : `${Number(found[1])}.${Number(found[2])}`;
}

/** The first bytes that a truncated stream gives; empty when it is not of that kind at all. */
function firstBytes(stream: NodeJS.ReadWriteStream, packed: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve) => {
    stream.once("data", (chunk: Buffer) => resolve(chunk));
    stream.once("error", () => resolve(new Uint8Array()));
    stream.once("end", () => resolve(new Uint8Array()));
    stream.end(packed);
  });
}

/**
 * The version that saved the file, e.g. "3.4".
 * Errors: BlenderFailure file_unreadable, with words that say what the file seems to be.
 */
export async function readBlendHeader(path: string): Promise<string> {
  const file = await open(path, "r");
  const start = Buffer.alloc(LOOK_BYTES);
  let bytesRead = 0;
  try {
    ({ bytesRead } = await file.read(start, 0, LOOK_BYTES, 0));
  } finally {
    await file.close();
  }
  const bytes = start.subarray(0, bytesRead);
  const kind = bytes.subarray(0, 4).toString("hex");
  const plain = kind.startsWith("1f8b")
    ? await firstBytes(createGunzip(), bytes)
    : kind === "28b52ffd"
      ? await firstBytes(createZstdDecompress(), bytes)
      : bytes;
  const version = versionOfHeader(plain);
  if (version === null) throw new BlenderFailure("file_unreadable", describe(bytes));
  return version;
}

function describe(bytes: Buffer): string {
  if (bytes.length === 0) return "The file is empty.";
  if (bytes.toString("latin1", 0, 40).startsWith("version https://git-lfs"))
    return "The file is a Git LFS pointer, not the .blend itself: run “git lfs pull” and upload the real file.";
  const start = bytes.toString("latin1", 0, 8);
  const known: readonly [string, string][] = [
    ["\x89PNG", "a PNG picture"],
    ["\xff\xd8\xff", "a JPEG picture"],
    ["PK", "a ZIP archive"],
    ["%PDF", "a PDF"],
    ["\x1f\x8b", "a gzip archive of something else, or damaged"],
    ["\x28\xb5\x2f\xfd", "a Zstandard archive of something else, or damaged"],
  ];
  const what = known.find(([magic]) => start.startsWith(magic))?.[1];
  return what === undefined
    ? "The file is not a .blend: it does not begin as Blender's files do."
    : `The file is not a .blend but ${what}.`;
}
