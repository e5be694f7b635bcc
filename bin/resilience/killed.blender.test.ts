/** Parts of a real farm killed with -9 in the middle of their work: after a restart it is as if nothing had been. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { submitByApi } from "../../e2e/support/jobs.ts";
import type { Person } from "../../e2e/support/people.ts";
import { blendersBelow, survivors } from "./test-support/blenders.ts";
import { aFarm, type TestFarm } from "./test-support/farm.ts";
import { expectNothingLost, midFrame, untilEnded, untilJob } from "./test-support/job.ts";
import type { Part } from "./test-support/part.ts";

let farm: TestFarm;
let platform: Part;
let node: Part;
let artist: Person;

beforeAll(async () => {
  farm = await aFarm();
  platform = await farm.serve("platform");
  node = await farm.serve("agent");
  artist = await farm.artist();
});
afterAll(() => farm.end());

/** Some seconds a frame on two cores: long enough to be caught in the middle. */
const SLOW = { samples: 800, width: 96, height: 96 };

test("a node killed in the middle of a frame: the job is completed by its next run, each frame once", async () => {
  const jobId = await submitByApi(artist, farm.scene("tiny"), { frames: "1-4", ...SLOW });
  await untilJob(
    farm,
    artist,
    jobId,
    (view) => view.job.counts.completed > 0 && midFrame(view) !== undefined,
  );
  const blenders = await blendersBelow(node.pid);
  expect(blenders.length).toBeGreaterThan(0);
  await node.kill("SIGKILL");
  await expect.poll(() => survivors(blenders), { timeout: 20_000, interval: 20 }).toEqual([]);

  node = await farm.serve("agent");
  const { job } = await untilEnded(farm, artist, jobId);
  expect(job).toMatchObject({ state: "completed", counts: { completed: 4 } });
  await expectNothingLost(artist, jobId);
});

test("the platform killed while its node renders on: what was rendered meanwhile is delivered, once", async () => {
  const jobId = await submitByApi(artist, farm.scene("tiny"), { frames: "1-4", ...SLOW });
  const before = await untilJob(farm, artist, jobId, (view) => midFrame(view) !== undefined);
  const inTheMiddle = midFrame(before) ?? 0;
  const heard = node.output().length;
  await platform.kill("SIGKILL");
  // The node has a frame to deliver and nobody who takes it.
  await expect
    .poll(() => node.output().slice(heard), { timeout: 120_000, interval: 50 })
    .toContain("agent.report_waits");

  platform = await farm.serve("platform");
  const { job, frames } = await untilEnded(farm, artist, jobId);
  expect(job).toMatchObject({ state: "completed", counts: { completed: 4 } });
  expect(frames.get(inTheMiddle)).toMatchObject({ state: "completed", attempt: 1 });
  await expectNothingLost(artist, jobId);
});

test("everything killed in the middle of a job and of an upload: both go on where they were", async () => {
  await Promise.all([node.kill("SIGTERM"), platform.kill("SIGTERM")]);
  let all = await farm.serve("platform,agent");
  const jobId = await submitByApi(artist, farm.scene("tiny"), { frames: "1-4", ...SLOW });

  const bytes = Buffer.concat([readFileSync(farm.scene("tiny")), Buffer.alloc(40 * 2 ** 20, 1)]);
  const hash = (chunk: Buffer, encoding: "hex" | "base64") =>
    createHash("sha256").update(chunk).digest(encoding);
  const upload = await artist.farm.uploads.begin({ body: { name: "padded.blend", sizeBytes: bytes.length } });
  expect(upload.parts.length).toBeGreaterThan(2);
  const chunkOf = (number: number) =>
    bytes.subarray((number - 1) * upload.partSizeBytes, number * upload.partSizeBytes);
  const put = async ({ number, url }: (typeof upload.parts)[number]) => {
    const headers = { "x-amz-checksum-sha256": hash(chunkOf(number), "base64") };
    const answer = await fetch(url ?? "", { method: "PUT", body: chunkOf(number), headers });
    expect(answer.status).toBe(200);
  };
  const [first, second] = upload.parts;
  if (first === undefined || second === undefined) return expect.unreachable();
  await put(first);
  const half = await sendHalf(second.url ?? "", chunkOf(second.number));

  await untilJob(
    farm,
    artist,
    jobId,
    (view) => view.job.counts.completed > 0 && midFrame(view) !== undefined,
  );
  const blenders = await blendersBelow(all.pid);
  await all.kill("SIGKILL");
  half.destroy();
  await expect.poll(() => survivors(blenders), { timeout: 20_000, interval: 20 }).toEqual([]);

  all = await farm.serve("platform,agent");
  const resumed = await artist.farm.uploads.get({ params: { uploadId: upload.id } });
  expect(resumed.parts.map((part) => part.isDone)).toEqual(upload.parts.map((part) => part === first));
  await Promise.all(resumed.parts.filter((part) => !part.isDone).map(put));
  const sha256 = hash(bytes, "hex");
  const project = await artist.farm.uploads.complete({ params: { uploadId: upload.id }, body: { sha256 } });
  expect(project).toMatchObject({ sha256, sizeBytes: bytes.length });

  const { job } = await untilEnded(farm, artist, jobId);
  expect(job).toMatchObject({ state: "completed", counts: { completed: 4 } });
  await expectNothingLost(artist, jobId);
  await all.kill("SIGTERM");
});

/** Half of a part is written, the other half never comes. */
async function sendHalf(url: string, chunk: Buffer): Promise<{ destroy(): void }> {
  const sending = request(url, { method: "PUT", headers: { "content-length": chunk.length } });
  sending.on("error", () => {});
  await new Promise<void>((resolve, reject) =>
    sending.write(chunk.subarray(0, chunk.length / 2), (error) => (error ? reject(error) : resolve())),
  );
  return sending;
}
