import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { readBlendHeader, versionOfHeader } from "./file-header.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "header-"));
});

async function aFile(bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, crypto.randomUUID());
  await writeFile(path, bytes);
  return path;
}

const blend = Buffer.concat([Buffer.from("BLENDER-v304RENDH"), Buffer.alloc(2_000_000, 7)]);

test.each([
  ["BLENDER-v304REND", "3.4"],
  ["BLENDER_V248TEST", "2.48"],
  ["BLENDER-v279", "2.79"],
  ["BLENDER17-01v0501", "5.1"],
  ["BLENDERS are nice", null],
  ["", null],
])("%s was saved by %s", (start, version) => {
  expect(versionOfHeader(Buffer.from(start))).toBe(version);
});

test("plain, gzip and Zstandard files tell their version, truncated ones too", async () => {
  for (const bytes of [blend, gzipSync(blend), zstdCompressSync(blend)]) {
    expect(await readBlendHeader(await aFile(bytes))).toBe("3.4");
    expect(await readBlendHeader(await aFile(bytes.subarray(0, bytes.length / 2)))).toBe("3.4");
  }
});

test.each([
  ["", /empty/],
  ["\x89PNG\r\n", /not a \.blend/],
  ["version https://git-lfs.github.com/spec/v1\noid sha256:1\n", /Git LFS/],
  ["PK\u0003\u0004", /ZIP/],
  ["\x1f\x8bgarbage", /not a \.blend/],
  ["hello", /does not begin/],
])("a file that begins with %j is refused in words", async (content, words) => {
  await expect(readBlendHeader(await aFile(Buffer.from(content, "latin1")))).rejects.toMatchObject({
    code: "file_unreadable",
    message: expect.stringMatching(words) as string,
  });
});
