/** What a page with ten thousand frames asks for: all of them in columns, what changed since, and pictures on the screen. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { unpackFrames } from "#lib/contract/packed/frames.ts";
import { openTestPlatform, type TestAccount, type TestNode, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
let owner: TestAccount;
let node: TestNode;
beforeAll(async () => {
  farm = await openTestPlatform();
  owner = await farm.anAccount({ credits: 100_000 });
  node = await farm.aNode();
});
afterAll(() => farm.close());

const mapOf = (jobId: string, since?: number, limit?: number) =>
  owner.farm.jobs.frameMap({ params: { jobId }, query: { since, limit } });

it("every frame in columns, and afterwards only what changed", async () => {
  const jobId = await farm.aJob(owner, { frames: "1-10000" });
  const all = await mapOf(jobId);
  expect(all).toMatchObject({ frames: "1-10000", states: "q10000", seconds: [], memory: [] });
  const lease = await node.lease();
  const [first] = lease.frames;
  await node.deliver(lease, first?.frame);
  const changed = await mapOf(jobId, all.revision);
  expect(unpackFrames(changed).map(({ frame, state }) => [frame, state])).toEqual(
    lease.frames.map(({ frame }) => [frame, frame === first?.frame ? "completed" : "active"]),
  );
  expect((await mapOf(jobId, changed.revision)).frames).toBe("");
  expect((await mapOf(jobId, undefined, 24)).frames).toBe("1-24");
  expect((await mapOf(jobId, all.revision, 1)).frames).toBe("1");
  await owner.farm.tasks.abort({ params: { jobId } });
  expect(unpackFrames(await mapOf(jobId, changed.revision))).toHaveLength(9999);
});

it("a picture's address is the same before and after it is there", async () => {
  const jobId = await farm.aJob(owner, { frames: "1-3" });
  const lease = await node.lease();
  const frame = lease.frames[0]?.frame ?? 0;
  const ask = async (frames: string, size?: "large") =>
    (await owner.farm.jobs.pictures({ params: { jobId }, query: { frames, size } })).urls;
  const [ahead] = await ask(String(frame));
  expect(ahead).toContain(lease.leaseId);
  await node.deliver(lease, frame);
  expect(await ask(String(frame))).toEqual([ahead]);
  expect(await ask(`${frame}, 9`, "large")).toEqual([expect.stringContaining(".png"), null]);
});

it("too many at once, no range, and a job of somebody else are refused", async () => {
  const jobId = await farm.aJob(owner, { frames: "1-300" });
  const ask = (frames: string) => owner.farm.jobs.pictures({ params: { jobId }, query: { frames } });
  await expect(ask("1-300")).rejects.toMatchObject({ code: "invalid" });
  await expect(ask("nine")).rejects.toMatchObject({ code: "invalid" });
  const other = await farm.anAccount();
  await expect(other.farm.jobs.frameMap({ params: { jobId }, query: {} })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(other.farm.jobs.pictures({ params: { jobId }, query: { frames: "1" } })).rejects.toMatchObject(
    { code: "not_found" },
  );
});
