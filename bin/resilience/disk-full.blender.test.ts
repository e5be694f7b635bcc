/** Disks that are full: of the storage while a file is sent, of the node while it renders. Told in words, gone on afterwards. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { submitByApi } from "../../e2e/support/jobs.ts";
import type { Person } from "../../e2e/support/people.ts";
import { aFarm, type TestFarm } from "./test-support/farm.ts";
import { expectNothingLost, untilEnded } from "./test-support/job.ts";
import { type Part, startPart } from "./test-support/part.ts";
import { fillDisk, onSmallDisk } from "./test-support/small-disk.ts";

const MB = 2 ** 20;
let farm: TestFarm;
let objects: string;
let nodeDir: string;
let platform: Part;
let node: Part;
let artist: Person;

beforeAll(async () => {
  farm = await aFarm();
  objects = join(farm.dataDir, "objects");
  nodeDir = join(farm.dataDir, "node");
  // The platform keeps 256 MB free when an upload begins; what fills the disk afterwards does not ask.
  platform = await farm.serve("platform", {}, onSmallDisk(objects, 384));
  node = await farm.serve("agent", {}, onSmallDisk(nodeDir, 64));
  artist = await farm.artist();
});
afterAll(() => farm.end());

const hearthRender = (file: string, out: string) =>
  startPart(["render", file, "--frames", "1", "--out", out], {
    HEARTH_FARM: farm.place.api,
    HEARTH_TOKEN: artist.token,
  });

test("storage's disk full in the middle of an upload: refused in words, and gone on with when there is room", async () => {
  const file = join(dirname(farm.scene("tiny")), "padded.blend");
  const bytes = Buffer.concat([readFileSync(farm.scene("tiny")), Buffer.alloc(40 * MB, 1)]);
  writeFileSync(file, bytes);
  const upload = await artist.farm.uploads.begin({ body: { name: "padded.blend", sizeBytes: bytes.length } });
  const [first] = upload.parts;
  const chunk = bytes.subarray(0, upload.partSizeBytes);
  const checksum = createHash("sha256").update(chunk).digest("base64");
  const put = await fetch(first?.url ?? "", {
    method: "PUT",
    body: chunk,
    headers: { "x-amz-checksum-sha256": checksum },
  });
  expect(put.status).toBe(200);
  const free = fillDisk(platform.pid, objects);

  const refused = await fetch(upload.parts[1]?.url ?? "", {
    method: "PUT",
    body: bytes.subarray(upload.partSizeBytes, 2 * upload.partSizeBytes),
  });
  expect(refused.status).toBe(507);
  expect(await refused.text()).toMatch(/<Code>InsufficientStorage<.*disk is full/);
  await expect(
    artist.farm.uploads.begin({ body: { name: "another.blend", sizeBytes: 17 * MB } }),
  ).rejects.toMatchObject({ code: "disk_full", status: 507 });

  const out = join(farm.dataDir, "frames");
  const inVain = hearthRender(file, out);
  expect(await inVain.ended).toBe(1);
  const said = inVain.output().trim().split("\n").at(-1);
  expect(said).toMatch(/^✗ .*disk is full/);
  expect(inVain.output()).not.toMatch(/\bat .*\.ts/);
  const { parts } = await artist.farm.uploads.get({ params: { uploadId: upload.id } });
  expect(parts.map((part) => part.isDone)).toEqual([true, ...parts.slice(1).map(() => false)]);

  free();
  const again = hearthRender(file, out);
  expect({ code: await again.ended, text: again.output() }).toMatchObject({ code: 0 });
  expect(readdirSync(out)).toEqual(["0001.png"]);
  // The same upload was gone on with, none was begun beside it.
  expect(await artist.farm.uploads.list()).toEqual([]);
  const [project] = await artist.farm.projects.list();
  expect(project?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test("the node's disk full while it renders: the frame fails by disk_full, nothing is served or charged, a retry succeeds", async () => {
  // The scene is open in a warm Blender: only the picture has to be written.
  const warm = await submitByApi(artist, farm.scene("tiny"), { frames: "1" });
  expect((await untilEnded(farm, artist, warm)).job.state).toBe("completed");

  const free = fillDisk(node.pid, nodeDir);
  // Larger than what the node itself still frees behind the frame before.
  const large = { frames: "2", samples: 1, width: 1200, height: 1200 };
  const jobId = await submitByApi(artist, farm.scene("tiny"), large);
  const { job } = await untilEnded(farm, artist, jobId);
  expect(job).toMatchObject({ state: "failed", counts: { failed: 1 }, charged: 0 });
  const detail = await artist.farm.jobs.frame({ params: { jobId, frame: 2 } });
  expect(detail).toMatchObject({ failure: "disk_full", outputUrl: null, thumbnailUrl: null });
  expect(detail.attempts.map((a) => a.failure)).toEqual(["disk_full", "disk_full", "disk_full"]);
  for (const { message } of detail.attempts) expect(message).not.toBe("");
  await expectNothingLost(artist, jobId);

  free();
  await artist.farm.jobs.retry({ params: { jobId }, body: { frames: "2" } });
  expect((await untilEnded(farm, artist, jobId)).job.state).toBe("completed");
  await expectNothingLost(artist, jobId);
});

test("the database's disk full: writes are refused by disk_full, reading goes on, and all is well when there is room", async () => {
  const small = await aFarm();
  try {
    const all = await small.serve("platform", {}, onSmallDisk(small.dataDir, 400));
    const person = await small.artist();
    const before = await person.farm.accounts.me();
    const free = fillDisk(all.pid, small.dataDir);
    const write = () => person.farm.tokens.create({ body: { name: "x".repeat(80) } });
    // Pages that the database has already take some rows more.
    const untilRefused = async () => {
      for (;;) await write();
    };
    await expect(untilRefused()).rejects.toMatchObject({ code: "disk_full", status: 507 });
    expect(await person.farm.accounts.me()).toEqual(before);
    free();
    expect((await write()).apiToken.name).toHaveLength(80);
  } finally {
    await small.end();
  }
});
