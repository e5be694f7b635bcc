/** Stored files read in a thread: what is told, and that none of them harms those that come after. */
import { gzipSync } from "node:zlib";
import { afterAll, expect, it } from "vitest";
import { sourceOfBytes } from "#lib/blend/byte-source.ts";
import { aBlend } from "#lib/blend/testing/a-blend.ts";
import { ascii, BlendMaker, concat } from "#lib/blend/testing/make-blend.ts";
import { createBlendReader } from "./blend-reader.ts";

const reader = createBlendReader();
afterAll(() => reader.close());
const read = (bytes: Uint8Array) => reader.read("all", "a.blend", sourceOfBytes(bytes));

it("a file is told with what it names, or only what it names", async () => {
  const all = await read(aBlend());
  expect(all).toMatchObject({ summary: { versionText: "3.4", activeScene: "Main" } });
  const files = await reader.read("files", "lib/a.blend", sourceOfBytes(aBlend()));
  expect(files).toMatchObject({ summary: null });
  if (!("files" in files) || !("files" in all)) throw new Error("It could not be read.");
  expect(files.files.map((file) => file.path)).toEqual(all.files.map((file) => file.path));
  expect(files.files[0]?.relativeTo).toBe("lib/a.blend");
});

it("hostile files end in words, each apart from the next", async () => {
  const bomb = concat([
    ascii("BLENDER-v304"),
    new BlendMaker().block("DATA", new Uint8Array(), { length: 0x7fffffff }).bytes().subarray(12),
    new Uint8Array(120_000_000),
  ]);
  const packed = gzipSync(bomb);
  const results = await Promise.all([
    read(packed),
    read(aBlend()),
    read(aBlend().subarray(0, 900)),
    read(ascii("version https://git-lfs.github.com/spec/v1\noid sha256:0")),
    read(aBlend({ endian: "big" })),
  ]);
  expect(results.map((result) => ("code" in result ? result.code : "read"))).toEqual([
    "beyond_limits",
    "read",
    "truncated",
    "not_a_blend",
    "read",
  ]);
});

it("storage that fails is no fault of the file, and the next file is read", async () => {
  const broken = { size: 5000, read: () => Promise.reject(new Error("The disk is gone.")) };
  await expect(reader.read("all", "a.blend", broken)).rejects.toThrow("The disk is gone.");
  expect(await read(aBlend())).toMatchObject({ summary: { versionText: "3.4" } });
});
