import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SNIFF_BYTES, sniffBlend } from "./sniff.ts";

const bytes = (head: string, ...more: number[]) =>
  new Uint8Array([...[...head].map((c) => c.charCodeAt(0)), ...more]);

it.each([
  ["BLENDER-v304RENDH", "3.4"],
  ["BLENDER_V279REND", "2.79"],
  ["BLENDER-v410REND", "4.10"],
  ["BLENDER17-01v0500REND", "5.0"],
])("the header %s was written by Blender %s", (head, version) => {
  expect(sniffBlend(bytes(head), "a.blend")).toEqual({ ok: true, compression: "none", version });
});

it("a compressed .blend passes, its version unseen", () => {
  expect(sniffBlend(bytes("", 0x28, 0xb5, 0x2f, 0xfd, 0xa0), "a.blend")).toMatchObject({
    compression: "zstd",
  });
  expect(sniffBlend(bytes("", 0x1f, 0x8b, 8, 0), "a.blend1")).toMatchObject({ compression: "gzip" });
});

it.each([
  ["an empty file", bytes(""), "a.blend", "empty"],
  [
    "a Git LFS pointer",
    bytes("version https://git-lfs.github.com/spec/v1\noid sha256:0"),
    "a.blend",
    "git_lfs_pointer",
  ],
  ["a renamed PNG", bytes("", 0x89, 0x50, 0x4e, 0x47, 13, 10), "a.blend", "picture"],
  ["a renamed JPEG", bytes("", 0xff, 0xd8, 0xff, 0xe0), "a.blend", "picture"],
  ["a zip", bytes("PK\x03\x04"), "project.zip", "archive"],
  ["a film", bytes("\0\0\0 ftypisom"), "a.mp4", "video"],
  ["a gzip that is no .blend", bytes("", 0x1f, 0x8b, 8), "logs.gz", "other_extension"],
  ["a text", bytes("hello\n"), "a.blend", "text"],
  ["noise", bytes("", 1, 2, 3, 4, 5), "a.blend", "not_a_blend"],
])("%s is refused with what to do", (_, head, name, code) => {
  const found = sniffBlend(head, name);
  expect(found).toMatchObject({ ok: false, code });
  expect(found.ok ? "" : found.message.length).toBeGreaterThan(20);
});

const EDGE = new URL("../../../shared/fixtures/blend-edge/", import.meta.url);
const edge = (name: string) => readFileSync(new URL(name, EDGE)).subarray(0, SNIFF_BYTES);

it.runIf(existsSync(EDGE)).each([
  ["syn_camlib.blend", { ok: true, compression: "none", version: "3.4" }],
  ["syn_gzip.blend", { ok: true, compression: "gzip" }],
  ["syn_markers_multi_zstd.blend", { ok: true, compression: "zstd" }],
  ["syn_not_blend.blend", { ok: false, code: "picture" }],
  ["syn_zero_bytes.blend", { ok: false, code: "empty" }],
])("the collected file %s is known for what it is", (name, expected) => {
  expect(sniffBlend(edge(name), name)).toMatchObject(expected);
});
