/** Submitting, looking, stopping, rendering again, deleting: what the owner of a job can do. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TaskCreationInput } from "#lib/contract/qarnot/task.ts";
import type { BlendScene } from "#lib/domain/blend-summary.ts";
import type { JobId } from "#lib/domain/ids.ts";
import {
  aScene,
  aSummary,
  aTask,
  openTestPlatform,
  type TestAccount,
  type TestPlatform,
} from "../test-platform.ts";

let farm: TestPlatform;
let owner: TestAccount;
beforeAll(async () => {
  farm = await openTestPlatform();
  owner = await farm.anAccount({ credits: 100_000 });
});
afterAll(() => farm.close());
beforeEach(async () => {
  await farm.db.query("update jobs set deleted_at = now() where deleted_at is null");
  await farm.db.query("update inspections set ended_at = now() where ended_at is null");
});

const jobOf = (jobId: JobId) => owner.farm.jobs.get({ params: { jobId } });
const constants = (more: Record<string, string>) => ({
  constants: Object.entries({ BLEND_FILE: "scene.blend", ...more }).map(([key, value]) => ({ key, value })),
});

describe("a submission is refused by name", () => {
  it.each([
    ["an unknown scene", constants({ BLEND_SCENE: "Nope" }), {}, "scene"],
    ["an unknown camera", constants({ HEARTH_CAMERA: "Nope" }), {}, "camera"],
    ["a scene without a camera", {}, { cameras: [], activeCamera: null }, "camera"],
    ["an add-on's engine", {}, { engine: "OTHER", engineName: "LuxCore" }, "engine"],
    ["samples of 0", constants({ BLEND_CYCLES_SAMPLES: "0" }), {}, "samples"],
    ["samples that are no number", constants({ BLEND_CYCLES_SAMPLES: "many" }), {}, "BLEND_CYCLES_SAMPLES"],
    ["a percentage of 0", constants({ BLEND_RATIO: "0" }), {}, "percentage"],
    ["an absurd width", constants({ BLEND_W: "1000000" }), {}, "width"],
    ["a reversed range", { advancedRanges: "9-1" }, {}, "frames"],
    ["an empty range", { advancedRanges: "" }, {}, "frames"],
    ["too many frames", { advancedRanges: "1-100001" }, {}, "frames"],
    ["an unknown format", constants({ BLEND_FORMAT: "MP4" }), {}, "BLEND_FORMAT"],
    ["another file", constants({ BLEND_FILE: "other.blend" }), {}, "blendFile"],
    ["an unknown profile", { profile: "maya" }, {}, "profile"],
    ["no bucket", { resourceBuckets: [] }, {}, "resourceBuckets"],
    ["no name", { name: "" }, {}, "name"],
  ] satisfies [string, Partial<TaskCreationInput>, Partial<BlendScene>, string][])(
    "%s",
    async (_, task, scene, field) => {
      const { bucket } = await farm.aProject(owner, aSummary({ scenes: [aScene(scene)] }));
      await expect(
        owner.farm.tasks.submit({ body: { ...aTask(bucket, "1"), ...task } }),
      ).rejects.toMatchObject({ code: "invalid", status: 400, fields: { [field]: expect.any(String) } });
      expect(await owner.farm.jobs.list({ query: {} })).toEqual([]);
    },
  );

  it("a file that can't be read, and a bucket that is not there", async () => {
    const { bucket, id } = await farm.aProject(owner, null);
    await farm.db.query(
      `update sources s set state = 'unreadable', problem = 'It is torn.' from projects p
       where p.id = $1 and s.id = p.source_id`,
      [id],
    );
    await expect(farm.aJob(owner, { bucket })).rejects.toMatchObject({
      code: "invalid",
      message: "It is torn.",
    });
    await expect(farm.aJob(owner, { bucket: "nowhere" })).rejects.toMatchObject({
      code: "not_found",
      message: "No such bucket: nowhere",
    });
  });
});

it("a hundred thousand frames are submitted, looked at by pages, and stopped", async () => {
  const jobId = await farm.aJob(owner, { frames: "1-100000" });
  const page = await owner.farm.jobs.frames({ params: { jobId }, query: { offset: 99_990, limit: 10_000 } });
  expect(page.frames.map((f) => f.frame)).toEqual([...Array(10).keys()].map((i) => 99_991 + i));
  await owner.farm.tasks.abort({ params: { jobId } });
  expect(await jobOf(jobId)).toMatchObject({
    state: "canceled",
    counts: { canceled: 100_000 },
    held: 0,
    charged: 0,
  });
});

it("a file that would write a film gives PNGs; negative frames are named as Blender does", async () => {
  const { bucket } = await farm.aProject(
    owner,
    aSummary({ scenes: [aScene({ isMovieFormat: true, extension: ".mkv", format: "FFMPEG" })] }),
  );
  await farm.aJob(owner, { bucket, frames: "-5" });
  const node = await farm.aNode();
  expect((await node.lease()).frames[0]?.fileName).toBe("-0005.png");
});

it("denoising is left out where the owner chose so, and waited for where not", async () => {
  const summary = aSummary({ scenes: [aScene({ usesDenoising: true })] });
  const { bucket } = await farm.aProject(owner, summary);
  const node = await farm.aNode();
  const waiting = await farm.aJob(owner, { bucket, frames: "1" });
  expect(await node.acquire()).toBeNull();
  expect((await jobOf(waiting)).waiting?.code).toBe("no_denoiser");
  const without = await farm.aJob(owner, { bucket, frames: "1", task: constants({ HEARTH_DENOISE: "off" }) });
  expect((await jobOf(without)).effective.skipsDenoising).toBe(true);
  expect((await node.lease()).jobId).toBe(without);
});

it("a stop ends what runs and what waits; a second stop is refused", async () => {
  const jobId = await farm.aJob(owner, { frames: "1-4" });
  const node = await farm.aNode();
  await node.deliver(await node.lease(), 1);
  const running = await node.lease();
  await owner.farm.tasks.abort({ params: { jobId } });
  expect(await jobOf(jobId)).toMatchObject({
    state: "canceled",
    counts: { completed: 1, canceled: 3, active: 0, queued: 0 },
    activeCores: 0,
  });
  expect(await node.acquire()).toBeNull();
  expect(await node.beat([running])).toEqual([running.leaseId]);
  const detail = await owner.farm.jobs.frame({ params: { jobId, frame: 2 } });
  expect(detail.attempts.map((a) => a.outcome)).toEqual(["canceled"]);
  await expect(owner.farm.tasks.abort({ params: { jobId } })).rejects.toMatchObject({ status: 403 });
});

it("what failed or was stopped is rendered again, the rest is left alone", async () => {
  const jobId = await farm.aJob(owner, { frames: "1-4" });
  const node = await farm.aNode();
  await node.deliver(await node.lease(), 1);
  await node.fail(await node.lease(), 2, "no_camera");
  await owner.farm.tasks.abort({ params: { jobId } });
  const again = await owner.farm.jobs.retry({ params: { jobId }, body: { frames: "failed" } });
  expect(again).toMatchObject({ state: "active", counts: { completed: 1, queued: 3 } });
  for (const frame of [2, 3, 4]) await node.deliver(await node.lease(), frame);
  expect(await jobOf(jobId)).toMatchObject({ state: "completed", counts: { completed: 4 } });
  await expect(owner.farm.jobs.retry({ params: { jobId }, body: { frames: "50-60" } })).rejects.toMatchObject(
    { code: "invalid", fields: { frames: expect.any(String) } },
  );
  await expect(owner.farm.jobs.retry({ params: { jobId }, body: { frames: "x" } })).rejects.toMatchObject({
    code: "invalid",
  });
});

it("a frame that is rendered again shows its old picture until the new one is there", async () => {
  const jobId = await farm.aJob(owner, { frames: "1" });
  const node = await farm.aNode();
  const first = await node.lease();
  await node.deliver(first, 1);
  await owner.farm.jobs.retry({ params: { jobId }, body: { frames: "1" } });
  const before = await owner.farm.jobs.frame({ params: { jobId, frame: 1 } });
  expect(before.state).toBe("queued");
  expect(before.outputUrl).toContain(first.leaseId);
  const second = await node.lease();
  await node.deliver(second, 1);
  const after = await owner.farm.jobs.frame({ params: { jobId, frame: 1 } });
  expect(after.outputUrl).toContain(second.leaseId);
  expect(after.attempts.map((a) => a.outcome)).toEqual(["delivered", "delivered"]);
  await expect.poll(() => farm.objects.keys().some((key) => key.includes(first.leaseId))).toBe(false);
});

it("a deleted job is gone with its pictures, stops first, and stays in the ledger", async () => {
  const jobId = await farm.aJob(owner, { frames: "1-2" });
  const node = await farm.aNode();
  await node.deliver(await node.lease(), 1);
  const running = await node.lease();
  await owner.farm.tasks.remove({ params: { jobId } });
  await expect(jobOf(jobId)).rejects.toMatchObject({ code: "not_found" });
  expect(farm.objects.keys().filter((key) => key.startsWith(`job-${jobId}/`))).toEqual([]);
  expect(await node.beat([running])).toEqual([running.leaseId]);
  const entries = await owner.farm.credits.entries({ query: {} });
  expect(entries.filter((e) => e.jobId === jobId && e.kind === "charge").length).toBeGreaterThan(0);
  expect(entries.filter((e) => e.jobId === jobId).reduce((sum, e) => sum + e.amount, 0)).toBe(-1_000_000);
});

it("the list is searched and filtered", async () => {
  const task = { name: "Big Buck" };
  const jobId = await farm.aJob(owner, { frames: "1", task });
  await farm.aJob(owner, { frames: "1" });
  expect((await owner.farm.jobs.list({ query: { search: "big b" } })).map((j) => j.id)).toEqual([jobId]);
  expect(await owner.farm.jobs.list({ query: { state: "completed" } })).toEqual([]);
  expect(await owner.farm.jobs.list({ query: { state: "queued" } })).toHaveLength(2);
});

it("a job reads as a task to Qarnot's clients", async () => {
  const jobId = await farm.aJob(owner, { frames: "1-2" });
  const node = await farm.aNode();
  await node.deliver(await node.lease(), 1);
  const task = await owner.farm.tasks.get({ params: { jobId } });
  expect(task).toMatchObject({
    uuid: jobId,
    advancedRanges: "1-2",
    status: { succeededRange: "1" },
    completedInstances: [{ instanceId: 1, state: "Success" }],
  });
  expect((await owner.farm.tasks.list({ query: {} })).map((t) => t.uuid)).toEqual([jobId]);
  expect(await owner.farm.platform.profiles()).toEqual(["blender", "blender-3.4"]);
  expect(
    (await owner.farm.platform.profile({ params: { name: "blender" } })).constants.length,
  ).toBeGreaterThan(5);
  expect(await owner.farm.platform.settings()).toEqual({ storage: "http://storage.test" });
  expect(await owner.farm.platform.info()).toMatchObject({ taskCount: 1, email: owner.email });
});

it("two accounts share a node, whoever queued more", async () => {
  const other = await farm.anAccount();
  const node = await farm.aNode();
  await farm.aJob(owner, { frames: "1-50" });
  const theirs = await farm.aJob(other, { frames: "1-2" });
  const first = await node.lease();
  const second = await node.lease();
  expect([first.jobId, second.jobId]).toContain(theirs);
});
