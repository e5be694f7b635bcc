/** Files that want to do harm: each ends in a typed error, or is read as far as it makes sense. */
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { sourceOfBytes } from "./byte-source.ts";
import { BlendFileError } from "./errors.ts";
import { summarize } from "./index.ts";
import { aBlend } from "./testing/a-blend.ts";
import { ascii, BlendMaker, concat } from "./testing/make-blend.ts";
import { bombFrame, seekTable, storedFrame, zstdWithTable } from "./testing/zstd.ts";

const told = (bytes: Uint8Array) => summarize(sourceOfBytes(bytes));

async function codeOf(bytes: Uint8Array): Promise<string> {
  try {
    await told(bytes);
    return "read";
  } catch (error) {
    if (error instanceof BlendFileError) return error.code;
    throw error;
  }
}

const HEAD = ascii("BLENDER-v304");
const bombHead = concat([
  HEAD,
  new BlendMaker().block("DATA", new Uint8Array(), { length: 0x7fffffff }).bytes().subarray(12),
]);
/** Numbers that are the same in each run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const roll = dice(20_261_125);
/** Does not pack, so that most of it is still unread where the damage is found. */
const noisy = aBlend({}, (maker) =>
  maker.block(
    "DATA",
    Uint8Array.from({ length: 300_000 }, () => roll(256)),
  ),
);
const dna = new BlendMaker().dna();
/** The count behind a tag of the DNA, made absurd. */
const dnaWith = (tag: string): Uint8Array => {
  const copy = dna.slice();
  const at = Buffer.from(copy).indexOf(tag);
  copy.set([0xff, 0xff, 0xff, 0x7f], at + 4);
  return new BlendMaker().end(copy);
};

it.each([
  ["nothing", new Uint8Array(), "not_a_blend"],
  ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47), "not_a_blend"],
  ["a Git LFS pointer", ascii("version https://git-lfs.github.com/spec/v1\noid sha256:0"), "not_a_blend"],
  ["a header of tomorrow", ascii("BLENDER19-02v0700REND"), "too_new_format"],
  ["a header that makes no sense", ascii("BLENDER*v304RENDRENDREND"), "corrupt"],
  ["only a header", HEAD, "truncated"],
  ["a block that is longer than the file", bombHead, "truncated"],
  [
    "a block of negative length",
    new BlendMaker().block("DATA", new Uint8Array(), { length: -8 }).end(),
    "corrupt",
  ],
  ["blocks without names", concat([HEAD, new Uint8Array(4_000_000)]), "corrupt"],
  ["two million names of DNA", dnaWith("NAME"), "corrupt"],
  ["two million types of DNA", dnaWith("TYPE"), "corrupt"],
  ["two million structs of DNA", dnaWith("STRC"), "corrupt"],
  ["DNA of noise", new BlendMaker().end(new Uint8Array(5000).fill(77)), "corrupt"],
  [
    "gzip that unpacks a thousandfold",
    gzipSync(concat([bombHead, new Uint8Array(120_000_000)])),
    "beyond_limits",
  ],
  ["zstd that unpacks without end", bombFrame(bombHead, 8000), "beyond_limits"],
  [
    "zstd of a picture",
    storedFrame(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 5, 6, 7, 8)),
    "not_a_blend",
  ],
  ["half a gzip", gzipSync(aBlend()).subarray(0, 300), "truncated"],
  ["gzip with noise inside", gzipSync(noisy).fill(0xa5, 60, 200), "corrupt"],
])("%s ends in a typed error", async (_, bytes, code) => {
  expect(await codeOf(bytes)).toBe(code);
});

it("a Git LFS pointer is called by its name", async () => {
  await expect(told(ascii("version https://git-lfs.github.com/spec/v1\n"))).rejects.toThrow("Git LFS");
});

it("zstd with a window larger than memory is refused", async () => {
  // 2 GiB: descriptor 21 << 3.
  const frame = concat([Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0xa8), new Uint8Array(64)]);
  expect(await codeOf(frame)).toBe("beyond_limits");
});

it("the window of a second frame is looked at as well", async () => {
  const frame = concat([
    storedFrame(aBlend().subarray(0, 1000)),
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0xa8),
    new Uint8Array(64),
  ]);
  expect(await codeOf(frame)).toBe("beyond_limits");
});

it("a table of frames that lies is found out", async () => {
  const frame = storedFrame(aBlend());
  const lie = concat([frame, seekTable([{ packed: frame.length, unpacked: 16_000_000 }])]);
  expect(await codeOf(lie)).toBe("corrupt");
});

it("chains that bite their tail end", async () => {
  const file = aBlend({}, (maker) => {
    maker.struct("SC", "Scene", 0x700, {
      "id.name": "SCLoop",
      "markers.first": 0x10,
      "view_layers.first": 0x12,
      "id.properties": 0x14,
    });
    maker.struct("DATA", "TimeMarker", 0x10, { next: 0x11, camera: 0x300 });
    maker.struct("DATA", "TimeMarker", 0x11, { next: 0x10, camera: 0x300 });
    maker.struct("DATA", "ViewLayer", 0x12, { next: 0x12, name: "Mine" });
    maker.struct("DATA", "IDProperty", 0x14, {
      type: 6,
      "data.group.first": 0x14,
      next: 0x14,
      name: "cycles",
    });
  });
  const loop = (await told(file)).scenes.find((s) => s.name === "Loop");
  expect(loop?.markerCameras).toHaveLength(2);
  expect(loop?.viewLayers).toHaveLength(1);
});

it("strips nested fifty thousand deep are only so many strips", async () => {
  const file = aBlend({}, (maker) => {
    maker.struct("SC", "Scene", 0x700, { "id.name": "SCDeep" });
    for (let i = 0; i < 50_000; i++)
      maker.struct("DATA", "Sequence", 0x10000 + i, { type: 1, "seqbase.first": 0x10001 + i });
  });
  expect((await told(file)).scenes.find((s) => s.name === "Deep")?.strips).toBe(50_000);
});

it("more blocks than any scene has are refused", async () => {
  const one = new BlendMaker().block("DATA", new Uint8Array()).bytes().subarray(12);
  const many = new Uint8Array(12 + one.length * 2_100_000);
  many.set(HEAD);
  for (let at = 12; at < many.length; at += one.length) many.set(one, at);
  expect(await codeOf(many)).toBe("beyond_limits");
});

it("a million scenes are refused before they are looked at", async () => {
  const maker = new BlendMaker();
  const one = new BlendMaker().struct("SC", "Scene", 0x100, { "id.name": "SCOne" }).bytes().subarray(12);
  maker.struct("SC", "Scene", 0x100, { "id.name": "SCOne" });
  const rest = new BlendMaker().end().subarray(12);
  const many = concat([maker.bytes(), ...Array.from({ length: 20_000 }, () => one), rest]);
  expect(await codeOf(many)).toBe("beyond_limits");
});

it("wherever a file is cut, it is said", async () => {
  const whole = aBlend();
  for (const file of [whole, zstdWithTable(whole, 20_000), gzipSync(whole)])
    for (let part = 1; part < 40; part++) {
      const code = await codeOf(file.subarray(0, Math.floor((file.length * part) / 41)));
      expect(["truncated", "corrupt", "not_a_blend"]).toContain(code);
    }
});

const ROUNDS = 1500;
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

it(`${ROUNDS} damaged files are read or refused, and nothing else`, async () => {
  const plain = [aBlend(), aBlend({ version: 502 }), aBlend({ pointerSize: 4, endian: "big" })];
  const files = [
    ...plain.map((f) => f.subarray(0)),
    zstdWithTable(aBlend(), 20_000),
    gzipSync(aBlend()),
    storedFrame(aBlend()),
  ];
  let refused = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const file = files[roll(files.length)]?.slice() ?? new Uint8Array();
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    for (let hits = 1 + roll(8); hits > 0; hits--) {
      // The first and the last thousands of bytes hold the structs and the DNA; the middle is one mesh of zeros.
      const at = roll(2) === 0 ? roll(4500) : file.length - 4 - roll(3500);
      view.setUint32(
        Math.max(0, Math.min(at, file.length - 4)),
        EXTREMES[roll(EXTREMES.length)] ?? 0,
        roll(2) === 0,
      );
    }
    if ((await codeOf(file)) !== "read") refused += 1;
  }
  // Some of either: else the dice would miss the parts that matter.
  expect(refused).toBeGreaterThan(ROUNDS / 20);
  expect(refused).toBeLessThan(ROUNDS);
});
