/** Files that want to do harm, written to a folder: bombs, lies, cycles, far too much of something. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { aBlend } from "#lib/blend/testing/a-blend.ts";
import { ascii, BlendMaker, concat } from "#lib/blend/testing/make-blend.ts";
import { bombFrame, seekTable, storedFrame } from "#lib/blend/testing/zstd.ts";

const HEAD = ascii("BLENDER-v304");
const endless = concat([
  HEAD,
  new BlendMaker().block("DATA", new Uint8Array(), { length: 0x7fffffff }).bytes().subarray(12),
]);

/** The same bytes again and again behind the header. */
function repeated(one: Uint8Array, times: number, end: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = new Uint8Array(HEAD.length + one.length * times + end.length);
  bytes.set(HEAD);
  for (let at = 0; at < times; at++) bytes.set(one, HEAD.length + at * one.length);
  bytes.set(end, bytes.length - end.length);
  return bytes;
}
const blocksOf = (maker: BlendMaker) => maker.bytes().subarray(HEAD.length);
const end = new BlendMaker().end().subarray(HEAD.length);

const FILES: Readonly<Record<string, () => Uint8Array>> = {
  "gzip of 400 MB of nothing": () => gzipSync(concat([endless, new Uint8Array(400_000_000)]), { level: 1 }),
  "zstd of a gigabyte of nothing": () => bombFrame(endless, 8000),
  "zstd with a lying table": () => {
    const frame = storedFrame(aBlend());
    return concat([frame, seekTable([{ packed: frame.length, unpacked: 4_000_000_000 }])]);
  },
  "two million blocks": () => repeated(blocksOf(new BlendMaker().block("DATA", new Uint8Array())), 2_100_000),
  "1.9 million blocks of one name": () =>
    repeated(blocksOf(new BlendMaker().block("DATA", new Uint8Array(), { pointer: 0x700 })), 1_900_000, end),
  "20,000 scenes": () =>
    repeated(blocksOf(new BlendMaker().struct("SC", "Scene", 0x100, { "id.name": "SCOne" })), 20_000, end),
  "half a million images of one name": () =>
    repeated(
      blocksOf(
        new BlendMaker().struct("IM", "Image", 0x400, { "id.name": "IMa", name: "//a.png", source: 1 }),
      ),
      500_000,
      end,
    ),
  "half a million strips": () =>
    repeated(
      blocksOf(new BlendMaker().struct("DATA", "Sequence", 0x50, { type: 0, strip: 0x50 })),
      500_000,
      end,
    ),
  "lists that bite their tail": () =>
    aBlend({}, (maker) => {
      maker.struct("SC", "Scene", 0x700, {
        "id.name": "SCLoop",
        "markers.first": 0x10,
        "id.properties": 0x14,
      });
      maker.struct("DATA", "TimeMarker", 0x10, { next: 0x10, camera: 0x300 });
      maker.struct("DATA", "IDProperty", 0x14, {
        type: 6,
        "data.group.first": 0x14,
        next: 0x14,
        name: "cycles",
      });
    }),
  "100 MB of letters": () => concat([HEAD, new Uint8Array(100_000_000).fill(0x41)]),
};

/** Answers their paths. */
export function writeHostileFiles(folder: string): string[] {
  return Object.entries(FILES).map(([name, make]) => {
    const path = join(folder, `${name}.blend`);
    writeFileSync(path, make());
    return path;
  });
}
