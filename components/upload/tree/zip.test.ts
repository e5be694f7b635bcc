/** Real .zip files, and such as were made to do harm. */
import { deflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import { tidyTree } from "./tidy.ts";
import { unpackZip } from "./zip.ts";
import { ZipProblem } from "./zip-entries.ts";

interface Made {
  name: string | Buffer;
  bytes?: Buffer;
  stored?: boolean;
  /** Unix mode. */
  mode?: number;
  flags?: number;
  /** What the directory says, where it lies. */
  says?: { sizeBytes?: number; offset?: number };
  zip64?: boolean;
}

/** Written by hand, byte by byte: packing programs refuse to make most of these. */
function aZip(entries: readonly Made[]): Blob {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const {
    name: given,
    bytes = Buffer.alloc(0),
    stored = false,
    mode = 0o100644,
    flags = 0x800,
    says = {},
    zip64 = false,
  } of entries) {
    const name = Buffer.from(given);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(name.length, 26);
    const extra = Buffer.alloc(zip64 ? 28 : 0);
    const [size, offset] = [says.sizeBytes ?? bytes.length, says.offset ?? at];
    if (zip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      for (const [place, value] of [size, packed.length, offset].entries())
        extra.writeBigUInt64LE(BigInt(value), 4 + place * 8);
    }
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE((3 << 8) | 45, 4);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(stored ? 0 : 8, 10);
    entry.writeUInt32LE(zip64 ? 0xffffffff : packed.length, 20);
    entry.writeUInt32LE(zip64 ? 0xffffffff : size, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt16LE(extra.length, 30);
    entry.writeUInt32LE((mode << 16) >>> 0, 38);
    entry.writeUInt32LE(zip64 ? 0xffffffff : offset, 42);
    bodies.push(local, name, packed);
    directory.push(entry, name, extra);
    at += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return new Blob([new Uint8Array(Buffer.concat([...bodies, listed, end]))]);
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

it("files keep their folders and bytes, packed or stored, empty ones and those of zip64 too", async () => {
  const { files, leftOut } = await unpackZip(
    aZip([
      { name: "shot/" },
      { name: "shot/a.blend", bytes: Buffer.from("BLENDER-v304") },
      { name: "shot/tex/木目.png", bytes: Buffer.from("wood"), stored: true },
      { name: "shot/tex/empty.png", stored: true },
      { name: "shot/big.vdb", bytes: Buffer.from("cloud"), zip64: true },
    ]),
  );
  expect(leftOut).toEqual([]);
  expect(await Promise.all(files.map(async (f) => [f.path, f.sizeBytes, await textOf(f.stream())]))).toEqual([
    ["shot/a.blend", 12, "BLENDER-v304"],
    ["shot/tex/木目.png", 4, "wood"],
    ["shot/tex/empty.png", 0, ""],
    ["shot/big.vdb", 5, "cloud"],
  ]);
  expect(Buffer.from((await files[1]?.read?.(1, 3)) ?? []).toString()).toBe("oo");
});

it("names without a word of their encoding are UTF-8 where they can be, else IBM's", async () => {
  const { files } = await unpackZip(
    aZip([
      { name: "schön.png", flags: 0 },
      { name: Buffer.from([0x73, 0x63, 0x68, 0x94, 0x6e]), flags: 0 },
    ]),
  );
  expect(files.map((file) => file.path)).toEqual(["schön.png", "schön"]);
});

it("symbolic links and encrypted files are left out, and it is said why", async () => {
  const { files, leftOut } = await unpackZip(
    aZip([
      { name: "link", bytes: Buffer.from("/etc/passwd"), mode: 0o120777 },
      { name: "secret", bytes: Buffer.from("x"), flags: 0x801 },
      { name: "a.blend", bytes: Buffer.from("x") },
    ]),
  );
  expect(files.map((file) => file.path)).toEqual(["a.blend"]);
  expect(leftOut.map(({ path, why }) => [path, why.split(":")[0]])).toEqual([
    ["link", "a symbolic link"],
    ["secret", "encrypted with a password"],
  ]);
});

it("paths that lead out of the folder, litter and overlong names are left out", async () => {
  const names = [
    "../../etc/cron.d/x",
    "a/../../b",
    "__MACOSX/a",
    "a/.DS_Store",
    `${"n".repeat(256)}.png`,
    "shot.blend1",
  ];
  const { files } = await unpackZip(
    aZip([...names, "a.blend", "back\\slash.png"].map((name) => ({ name, bytes: Buffer.from("x") }))),
  );
  const tree = tidyTree("zip", files);
  expect(tree.files.map((file) => file.path)).toEqual(["a.blend", "back/slash.png"]);
  expect(tree.leftOut).toHaveLength(names.length);
});

it("a file that unpacks to more than it announces ends where the announcement does", async () => {
  const bomb = aZip([{ name: "a.blend", bytes: Buffer.alloc(50_000_000), says: { sizeBytes: 1000 } }]);
  const { files } = await unpackZip(bomb);
  await expect(textOf(files[0]?.stream() ?? (async function* () {})())).rejects.toThrow(
    /more than the \.zip announces/,
  );
});

it("a .zip of files that share their bytes, or that announces terabytes, is refused whole", async () => {
  const bytes = Buffer.alloc(1000);
  const sharing = aZip([
    { name: "a", bytes },
    { name: "b", bytes, says: { offset: 0 } },
  ]);
  await expect(unpackZip(sharing)).rejects.toThrow(ZipProblem);
  const boasting = aZip([{ name: "a", bytes, says: { sizeBytes: 4e12 }, zip64: true }]);
  await expect(unpackZip(boasting)).rejects.toThrow(/far more than a project holds/);
});

it("what is no .zip, or lost its end, is refused in words", async () => {
  const whole = aZip([{ name: "a.blend", bytes: Buffer.from("x") }]);
  for (const blob of [new Blob([]), new Blob(["no zip"]), whole.slice(0, whole.size - 10)])
    await expect(unpackZip(blob)).rejects.toThrow(/not a \.zip/);
});
