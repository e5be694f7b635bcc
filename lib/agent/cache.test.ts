/** The cache of source files, over real HTTP: what is fetched, how often, and what is thrown away. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFarm } from "#lib/client/index.ts";
import type { Source } from "#lib/contract/farm/nodes.ts";
import { openCache } from "./cache.ts";
import { placeFiles } from "./project-folder.ts";
import { listSourceFiles } from "./source-files.ts";
import { type FakeFarm, startFakeFarm } from "./test-support/fake-farm.ts";

let farm: FakeFarm;
let folder = "";
beforeAll(async () => {
  farm = await startFakeFarm("3.4.1");
  folder = await mkdtemp(join(tmpdir(), "cache-"));
});
afterAll(async () => {
  await farm.close();
  await rm(folder, { recursive: true, force: true });
});

const never = new AbortController().signal;
let opened = 0;

async function aCache(limitBytes?: number) {
  const client = createFarm({ baseUrl: farm.baseUrl, credential: "node" });
  const place = join(folder, `cache-${opened++}`);
  const list = (source: Source, signal: AbortSignal) => listSourceFiles(client, source, signal);
  return { cache: await openCache(place, list, limitBytes), place };
}

/** A source with these files, by path. */
async function aSource(files: Record<string, string>, isListed = true): Promise<Source> {
  const from = await mkdtemp(join(folder, "from-"));
  const paths: Record<string, string> = {};
  for (const [path, text] of Object.entries(files)) {
    paths[path] = join(from, String(Object.keys(paths).length));
    await writeFile(paths[path], text);
  }
  return farm.sourceOf(paths, Object.keys(files)[0] ?? "", isListed);
}
const fetched = () => farm.requests.filter((path) => path.startsWith("/files/")).length;

test("files lie in their folders, readable and nothing else, and an empty one is there too", async () => {
  const { cache } = await aCache();
  const source = await aSource({
    "scenes/a.blend": "blend",
    "tex/ünï #1.png": "wood",
    "tex/deep/er/empty": "",
  });
  const project = await mkdtemp(join(folder, "project-"));
  await placeFiles(project, await cache.get(source, never));
  expect(await readFile(join(project, "tex/ünï #1.png"), "utf8")).toBe("wood");
  expect(await readFile(join(project, "tex/deep/er/empty"), "utf8")).toBe("");
  expect((await stat(join(project, "scenes/a.blend"))).mode & 0o777).toBe(0o444);
  expect((await stat(join(project, "tex/deep"))).mode & 0o777).toBe(0o755);
});

test("a list that the lease does not hold is asked for, page after page", async () => {
  const { cache } = await aCache();
  const files = Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`f/${n}`, `content ${n}`]));
  const got = await cache.get(await aSource(files, false), never);
  expect(got.map((file) => file.path)).toEqual(Object.keys(files));
});

test("content that is there is not fetched again, whatever source and path it belongs to", async () => {
  const { cache, place } = await aCache();
  await cache.get(await aSource({ a: "one", b: "shared" }), never);
  const before = fetched();
  await cache.get(await aSource({ c: "shared", d: "shared", e: "two" }), never);
  expect(fetched() - before).toBe(1);
  expect(await readdir(place)).toHaveLength(3);
});

test("two who want the same source share its transfers, and one who leaves takes it from nobody", async () => {
  const { cache } = await aCache();
  const source = await aSource({ a: "x".repeat(1000), b: "y".repeat(1000) });
  const before = fetched();
  const leaving = new AbortController();
  const first = cache.get(source, leaving.signal);
  const second = cache.get(source, never);
  leaving.abort();
  await expect(first).rejects.toThrow(/abort/i);
  expect(await second).toHaveLength(2);
  expect(fetched() - before).toBe(2);
});

test("the least used makes room, and nothing that a source under way needs", async () => {
  const { cache, place } = await aCache(2500);
  await cache.get(await aSource({ old: "o".repeat(1000) }), never);
  await cache.get(await aSource({ newer: "n".repeat(1000) }), never);
  const large = await aSource({ a: "a".repeat(1000), b: "b".repeat(400) });
  await cache.get(large, never);
  const left = await Promise.all((await readdir(place)).map((name) => readFile(join(place, name), "utf8")));
  expect(new Set(left.map((text) => text[0]))).toEqual(new Set(["a", "b", "n"]));
});

test("after a restart what was fetched is still there, and foreign files are not", async () => {
  const { cache, place } = await aCache();
  const source = await aSource({ a: "kept" });
  await cache.get(source, never);
  await mkdir(join(place, "something else"));
  const client = createFarm({ baseUrl: farm.baseUrl, credential: "node" });
  const before = fetched();
  const again = await openCache(place, (one, signal) => listSourceFiles(client, one, signal));
  await again.get(source, never);
  expect(fetched()).toBe(before);
  expect(await readdir(place)).toHaveLength(1);
});

test("bytes that are not the ones named are thrown away", async () => {
  const { cache, place } = await aCache();
  const source = await aSource({ a: "damaged" });
  const files = source.files?.map((file) => ({ ...file, content: `md5-${"0".repeat(32)}` })) ?? null;
  await expect(cache.get({ ...source, files }, never)).rejects.toMatchObject({ code: "source_damaged" });
  expect(await readdir(place)).toEqual([]);
});

test.each([
  ["leads out of the project", { "../evil": "x" }],
  ["is a file and a folder at once", { a: "x", "a/b": "y" }],
])("a list whose path %s is refused before anything is fetched", async (_, files) => {
  const { cache } = await aCache();
  const source = await aSource(files);
  const before = fetched();
  await expect(cache.get(source, never)).rejects.toThrow();
  expect(fetched()).toBe(before);
});
