/**
 * Large .blend files for the reader's figures: what a scene with many heavy meshes looks like from outside. The structs and
 * the DNA are those of a real file that Blender wrote; the meshes are noise, which packs as badly as real ones.
 */
import { execFileSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { constants, zstdCompressSync } from "node:zlib";

const MIB = 1024 ** 2;
/** Vertices of one mesh of a hundred thousand. Units: bytes. */
const MESH = 1_200_000;

/** A small real scene of Blender's own, uncompressed. */
function seedFile(folder: string): Buffer {
  const path = join(folder, "seed.blend");
  const script = `import bpy; bpy.ops.wm.save_as_mainfile(filepath=${JSON.stringify(path)}, compress=False)`;
  execFileSync("blender", ["-b", "--factory-startup", "--python-expr", script], { stdio: "ignore" });
  return readFileSync(path);
}

/** Where DNA1 begins: what is put in before it belongs to the last data block, as real meshes' data does. */
function dnaAt(file: Buffer): number {
  for (let at = 12; at < file.length; ) {
    if (file.toString("latin1", at, at + 4) === "DNA1") return at;
    at += 24 + file.readUInt32LE(at + 4);
  }
  throw new Error("The scene that Blender wrote has no DNA1.");
}

function meshBlock(noise: Buffer, index: number): Buffer {
  const block = Buffer.alloc(24 + MESH);
  block.write("DATA");
  block.writeUInt32LE(MESH, 4);
  block.writeBigUInt64LE(0x7000_0000_0000n + BigInt(index) * 4096n, 8);
  block.writeUInt32LE(1, 20);
  noise.copy(
    block,
    24,
    (index * 4096) % (noise.length - MESH),
    ((index * 4096) % (noise.length - MESH)) + MESH,
  );
  block.writeUInt32LE(index, 24);
  return block;
}

/** Writes pieces of a file of about `bytes`, each a run of whole blocks. */
function* pieces(seed: Buffer, bytes: number): Generator<Buffer> {
  const cut = dnaAt(seed);
  const noise = randomBytes(8 * MIB);
  yield seed.subarray(0, cut);
  for (let index = 0, at = seed.length; at < bytes; index++, at += 24 + MESH) yield meshBlock(noise, index);
  yield seed.subarray(cut);
}

/** Answers the path. */
export function writeRawBlend(folder: string, bytes: number): string {
  const path = join(folder, "large-raw.blend");
  const file = openSync(path, "w");
  for (const piece of pieces(seedFile(folder), bytes)) writeSync(file, piece);
  closeSync(file);
  return path;
}

/** What Blender gathers before it packs, and where it cuts larger data. Units: bytes. */
const GATHERED = 2 * MIB;

/** Frames as Blender lays them out: small blocks gathered, the data of a large one cut into frames of its own. */
function* frames(seed: Buffer, bytes: number): Generator<Buffer> {
  let gathered: Buffer[] = [];
  const size = () => gathered.reduce((sum, part) => sum + part.length, 0);
  const flush = function* () {
    if (gathered.length > 0) yield Buffer.concat(gathered);
    gathered = [];
  };
  for (const piece of pieces(seed, bytes)) {
    const isLarge = piece.length > MIB && piece.toString("latin1", 0, 4) === "DATA";
    gathered.push(isLarge ? piece.subarray(0, 24) : piece);
    if (!isLarge && size() < GATHERED) continue;
    yield* flush();
    if (!isLarge) continue;
    for (let at = 24; at < piece.length; at += MIB) yield piece.subarray(at, at + MIB);
  }
  yield* flush();
}

/** Answers the path. `bytes`: of the packed file, about; the noise does not pack. */
export function writeZstdBlend(folder: string, bytes: number): string {
  const path = join(folder, "large-zstd.blend");
  const file = openSync(path, "w");
  const sizes: number[] = [];
  for (const part of frames(seedFile(folder), bytes)) {
    // Level 3 is Blender's.
    const packed = zstdCompressSync(part, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
    writeSync(file, packed);
    sizes.push(packed.length, part.length);
  }
  const table = Buffer.alloc(8 + sizes.length * 4 + 9);
  table.writeUInt32LE(0x184d2a5e);
  table.writeUInt32LE(table.length - 8, 4);
  for (const [at, value] of sizes.entries()) table.writeUInt32LE(value, 8 + at * 4);
  table.writeUInt32LE(sizes.length / 2, table.length - 9);
  table.writeUInt32LE(0x8f92eab1, table.length - 4);
  writeSync(file, table);
  closeSync(file);
  return path;
}
