/** Downloads: what is in the archive, who may begin one, and what happens when a file is missing or the reader leaves. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";

const run = promisify(execFile);
let farm: TestPlatform;
let owner: TestAccount;
let folder: string;
beforeAll(async () => {
  farm = await openTestPlatform();
  owner = await farm.anAccount();
  folder = await mkdtemp(join(tmpdir(), "hearth-archive-"));
});
afterAll(async () => {
  await farm.close();
  await rm(folder, { recursive: true, force: true });
});

async function finished(frames: number[], range: string) {
  const jobId = await farm.aJob(owner, { frames: range, task: { name: "Ünï “shot”" } });
  const node = await farm.aNode();
  for (const frame of frames) await node.deliver(await node.lease(), frame);
  return jobId;
}

/** Python reads archives by their central directory and checks every CRC. */
async function listed(zip: Buffer): Promise<Record<string, string>> {
  const file = join(folder, "a.zip");
  await writeFile(file, zip);
  const script =
    "import json,sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))";
  return JSON.parse((await run("python3", ["-c", script, file])).stdout) as Record<string, string>;
}

it("holds the finished frames under Blender's names, and says its size before", async () => {
  const jobId = await finished([1, 2, 3], "1-4");
  const { url, frames } = await owner.farm.jobs.archive({ params: { jobId }, body: {} });
  expect(frames).toBe(3);
  const answer = await fetch(url);
  expect(answer.headers.get("content-disposition")).toContain("filename*=UTF-8''%C3%9Cn%C3%AF");
  const zip = Buffer.from(await answer.arrayBuffer());
  expect(Number(answer.headers.get("content-length"))).toBe(zip.length);
  expect(await listed(zip)).toEqual({
    "0001.png": "frame-001",
    "0002.png": "frame-002",
    "0003.png": "frame-003",
  });
  const some = await owner.farm.jobs.archive({ params: { jobId }, body: { frames: "2-3" } });
  expect(Object.keys(await listed(Buffer.from(await (await fetch(some.url)).arrayBuffer())))).toEqual([
    "0002.png",
    "0003.png",
  ]);
  await owner.farm.tasks.remove({ params: { jobId } });
});

it("an address is good for a minute, and cannot be made up", async () => {
  const jobId = await finished([1], "1");
  const { url } = await owner.farm.jobs.archive({ params: { jobId }, body: {} });
  expect(
    (await fetch(url.replace(/.$/, (c) => (c === "A" ? "B" : "A")).replace("archives/", "archives/x")))
      .status,
  ).toBe(404);
  farm.pass(61);
  expect((await fetch(url)).status).toBe(404);
});

it("without a picture there is nothing to download, and that is said", async () => {
  const jobId = await farm.aJob(owner, { frames: "1" });
  await expect(owner.farm.jobs.archive({ params: { jobId }, body: {} })).rejects.toMatchObject({
    code: "conflict",
  });
  await owner.farm.tasks.remove({ params: { jobId } });
});

it("a picture that is missing from storage breaks the download off instead of leaving it out", async () => {
  const jobId = await finished([1, 2], "1-2");
  const { url } = await owner.farm.jobs.archive({ params: { jobId }, body: {} });
  const gone = farm.objects.keys().find((key) => key.startsWith(`job-${jobId}/`) && key.endsWith("0002.png"));
  const [bucket = "", ...key] = gone?.split("/") ?? [];
  await farm.objects.remove(bucket, key.join("/"));
  await expect(fetch(url).then((answer) => answer.arrayBuffer())).rejects.toThrow();
});
