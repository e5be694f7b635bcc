/** What happens to frames when nodes finish, fail, fall silent, come back, or the job is stopped under them. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { LEASE_SECONDS } from "#lib/domain/lease.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { sweepOnce } from "../sweep/run.ts";
import {
  aScene,
  aSummary,
  openTestPlatform,
  someCapabilities,
  type TestAccount,
  type TestPlatform,
} from "../test-platform.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());
/** Each test has the farm's queue to itself. */
beforeEach(() => farm.db.query("update jobs set deleted_at = now() where deleted_at is null"));

const jobOf = (owner: TestAccount, jobId: JobId) => owner.farm.jobs.get({ params: { jobId } });
const frameOf = (owner: TestAccount, jobId: JobId, frame: number) =>
  owner.farm.jobs.frame({ params: { jobId, frame } });
const silence = async () => {
  farm.pass(LEASE_SECONDS + 1);
  await sweepOnce(farm.platform);
};

it("a lease holds everything that rendering needs", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  const { bucket } = await farm.aProject(owner);
  const jobId = await farm.aJob(owner, { bucket, frames: "7-9" });
  const lease = await node.lease();
  expect(lease).toMatchObject({
    jobId,
    source: { mainFile: "scene.blend", fileCount: 1, files: [{ path: "scene.blend", sizeBytes: 49 }] },
    settings: { frames: "7-9" },
    blenderVersion: "3.4.1",
    frames: [{ frame: 7, attempt: 1, fileName: "0007.png" }],
    queuedBehind: 2,
  });
  expect(lease.frames[0]?.outputUrl).toContain(`${lease.leaseId}/0007.png`);
  expect(await jobOf(owner, jobId)).toMatchObject({
    state: "active",
    blenderVersion: "3.4.1",
    activeCores: 2,
  });
});

it("a finish is safe to repeat and charges once", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1-2" });
  const lease = await node.lease();
  await node.deliver(lease, 1, 6);
  await node.finish(lease, 1, 6);
  await Promise.all([node.finish(lease, 1, 6), node.finish(lease, 1, 6)]);
  const job = await jobOf(owner, jobId);
  expect(job).toMatchObject({ counts: { completed: 1, queued: 1 }, charged: 100_000, coreSeconds: 6 });
});

it("two equal finishes at once charge once", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1-2" });
  const lease = await node.lease();
  await Promise.all([node.deliver(lease, 1, 6), node.deliver(lease, 1, 6)]);
  expect((await jobOf(owner, jobId)).charged).toBe(100_000);
});

it("a finish without the file in storage, or with another size, is refused and can be sent again", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1" });
  const lease = await node.lease();
  await expect(node.finish(lease, 1)).rejects.toMatchObject({ code: "invalid" });
  await farm.objects.put(`job-${jobId}`, `${lease.leaseId}/0001.png`, Buffer.from("shorter"));
  await expect(node.finish(lease, 1)).rejects.toMatchObject({ code: "invalid" });
  await node.deliver(lease, 1);
  expect((await jobOf(owner, jobId)).state).toBe("completed");
});

it("a silent node's frame goes to another, and its late finish is refused", async () => {
  const owner = await farm.anAccount();
  const [dead, alive] = [await farm.aNode(), await farm.aNode()];
  const jobId = await farm.aJob(owner, { frames: "1" });
  const late = await dead.lease();
  await silence();
  expect(await jobOf(owner, jobId)).toMatchObject({ counts: { queued: 1, active: 0 } });
  await alive.farm.nodes.register({
    body: { nodeId: alive.id, name: "alive", capabilities: someCapabilities() },
  });
  const again = await alive.lease();
  expect(again.frames[0]).toMatchObject({ frame: 1, attempt: 2 });
  await expect(dead.deliver(late, 1)).rejects.toMatchObject({ code: "lease_expired" });
  await alive.deliver(again, 1);
  const detail = await frameOf(owner, jobId, 1);
  expect(detail.attempts.map((a) => a.outcome)).toEqual(["lost", "delivered"]);
  expect((await jobOf(owner, jobId)).charged).toBe(1_000_000);
});

it("heartbeats keep a lease alive, in the tables and in the queue", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1" });
  const lease = await node.lease();
  for (let i = 0; i < 4; i++) {
    farm.pass(LEASE_SECONDS / 2);
    expect(await node.beat([lease])).toEqual([]);
    await sweepOnce(farm.platform);
  }
  await node.deliver(lease, 1);
  expect((await jobOf(owner, jobId)).state).toBe("completed");
});

it("a heartbeat learns at once that its job was stopped, and shows how far frames are before", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1" });
  const lease = await node.lease();
  await node.beat([lease]);
  const progress = async () => (await owner.farm.jobs.frames({ params: { jobId }, query: {} })).progress;
  await expect.poll(progress).toMatchObject([{ frame: 1, phase: "rendering", done: 1, total: 4 }]);
  await owner.farm.tasks.abort({ params: { jobId } });
  await expect.poll(() => node.beat([lease])).toEqual([lease.leaseId]);
  expect(await progress()).toEqual([]);
});

it("a node that starts anew holds nothing: its frames go back at once", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  await farm.aJob(owner, { frames: "1" });
  await node.lease();
  await node.farm.nodes.register({
    body: { nodeId: node.id, name: "again", capabilities: someCapabilities() },
  });
  expect((await node.lease()).frames[0]).toMatchObject({ frame: 1, attempt: 2 });
});

it("a crash is tried three times, then the frame has failed and the job with it", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1" });
  for (let attempt = 1; attempt <= 3; attempt++) {
    const lease = await node.lease();
    expect(lease.frames[0]?.attempt).toBe(attempt);
    await node.fail(lease, 1, "blender_crashed");
    await node.fail(lease, 1, "blender_crashed");
  }
  expect(await node.acquire()).toBeNull();
  const job = await jobOf(owner, jobId);
  expect(job).toMatchObject({ state: "failed", charged: 0, held: 0, counts: { failed: 1 } });
  expect(await frameOf(owner, jobId, 1)).toMatchObject({ state: "failed", failure: "blender_crashed" });
});

it("a missing camera fails at once", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1" });
  await node.fail(await node.lease(), 1, "no_camera");
  expect((await jobOf(owner, jobId)).state).toBe("failed");
});

it("a released lease gives its frames back and can't finish any more", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  await farm.aJob(owner, { frames: "1" });
  const lease = await node.lease();
  await node.farm.leases.release({ params: lease });
  await node.farm.leases.release({ params: lease });
  await expect(node.deliver(lease, 1)).rejects.toMatchObject({ code: "lease_expired" });
  expect((await node.lease()).frames[0]?.frame).toBe(1);
});

it("a waiting node gets work the moment it is submitted", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  const { bucket } = await farm.aProject(owner);
  const waiting = node.acquire({ waitSeconds: 25 });
  const jobId = await farm.aJob(owner, { bucket, frames: "1" });
  expect(await waiting).toMatchObject({ kind: "render", jobId });
});

it("two nodes never get the same frame", async () => {
  const owner = await farm.anAccount();
  const nodes = [await farm.aNode(), await farm.aNode(), await farm.aNode()];
  await farm.aJob(owner, { frames: "1-6" });
  const leases = await Promise.all([...nodes, ...nodes].map((node) => node.lease()));
  expect(leases.flatMap((l) => l.frames.map((f) => f.frame)).sort((a, b) => a - b)).toEqual([
    1, 2, 3, 4, 5, 6,
  ]);
});

it("an inspection comes before frames, and what Blender found makes the project ready", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  await farm.aJob(owner, { frames: "1" });
  const { id } = await farm.aProject(owner, null);
  const work = await node.acquire({ inspectionsOnly: true });
  expect(work).toMatchObject({ kind: "inspection", source: { mainFile: "scene.blend", fileCount: 1 } });
  if (work?.kind !== "inspection") return expect.unreachable();
  const result = { kind: "summary" as const, summary: aSummary({ scenes: [aScene({ name: "Other" })] }) };
  await node.farm.inspections.finish({ params: work, body: { result } });
  await node.farm.inspections.finish({
    params: work,
    body: { result: { kind: "unreadable", problem: "late" } },
  });
  expect(await owner.farm.projects.get({ params: { projectId: id } })).toMatchObject({
    state: "ready",
    summary: { scenes: [{ name: "Other" }] },
  });
});

it("a file that no Blender comes back from is told to be unreadable", async () => {
  const owner = await farm.anAccount();
  const { id } = await farm.aProject(owner, null);
  for (let attempt = 0; attempt < 3; attempt++) {
    const node = await farm.aNode();
    expect(await node.acquire()).toMatchObject({ kind: "inspection" });
    farm.pass(6 * 60);
  }
  await sweepOnce(farm.platform);
  const project = await owner.farm.projects.get({ params: { projectId: id } });
  expect(project.state).toBe("unreadable");
  expect(project.problem).toContain("3 times");
});

it("frames that kill every node that takes them are failed in the end", async () => {
  const owner = await farm.anAccount();
  const jobId = await farm.aJob(owner, { frames: "1-2" });
  await farm.db.query(
    "update pgboss.job set retry_count = retry_limit, state = 'active', heartbeat_on = now() - interval '1 day', started_on = now() - interval '1 day' where name = $1 and (data->>'frame')::int = 1",
    [jobId],
  );
  await (farm.platform.queue as unknown as { revive(): Promise<number> }).revive();
  await sweepOnce(farm.platform);
  expect(await frameOf(owner, jobId, 1)).toMatchObject({ state: "failed", failure: "node_lost" });
  expect((await jobOf(owner, jobId)).counts).toMatchObject({ queued: 1, failed: 1 });
});

it("frames whose queue was lost are published again instead of waiting for ever", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1-2" });
  await farm.platform.queue.drop(jobId);
  expect((await node.lease()).frames[0]?.frame).toBe(1);
  expect((await node.lease()).frames[0]?.frame).toBe(2);
});
