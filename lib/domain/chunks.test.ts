/** Where cuts fall, and that they come back. */
import { createHash, randomFillSync } from "node:crypto";
import { expect, it } from "vitest";
import { chunksOf, LEAST_CHUNK, MOST_CHUNK } from "./chunks.ts";

async function* pieces(bytes: Uint8Array<ArrayBuffer>, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function cut(bytes: Uint8Array<ArrayBuffer>, size = 1_000_000) {
  const chunks: { hash: string; size: number }[] = [];
  for await (const chunk of chunksOf(pieces(bytes, size)))
    chunks.push({ hash: createHash("sha256").update(chunk).digest("hex"), size: chunk.length });
  return chunks;
}

const noise = randomFillSync(new Uint8Array(8 * 1024 ** 2));

it("the chunks are the file, whatever pieces it came in", async () => {
  const chunks = await cut(noise, 700_001);
  expect(chunks.reduce((sum, chunk) => sum + chunk.size, 0)).toBe(noise.length);
  expect(chunks).toEqual(await cut(noise, 3_333_333));
});

it("all chunks but the last have their least and most length, and most of them end by what is in them", async () => {
  const sizes = (await cut(noise)).map((chunk) => chunk.size).slice(0, -1);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(LEAST_CHUNK);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_CHUNK);
  expect(sizes.filter((size) => size === MOST_CHUNK).length).toBeLessThan(sizes.length / 4);
});

it("bytes put in near the beginning leave nearly all chunks as they were", async () => {
  const known = new Set((await cut(noise)).map((chunk) => chunk.hash));
  const changed = new Uint8Array(noise.length + 5);
  changed.set(noise.subarray(0, 100_000));
  changed.set(noise.subarray(100_000), 100_005);
  const fresh = (await cut(changed)).filter((chunk) => !known.has(chunk.hash));
  expect(fresh.reduce((sum, chunk) => sum + chunk.size, 0)).toBeLessThan(2 * MOST_CHUNK);
});

it("an empty file has no chunks, a small one is a chunk of its own", async () => {
  expect(await cut(new Uint8Array(0))).toEqual([]);
  expect((await cut(new Uint8Array(7))).map((chunk) => chunk.size)).toEqual([7]);
});
