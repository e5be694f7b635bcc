/** Qarnot's jobs, groups of tasks, as its clients use them. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { JobOutput } from "#lib/contract/qarnot/job.ts";
import { sweepOnce } from "../sweep/run.ts";
import { aTask, openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";
import { wire, type WireRequest } from "../test-wire.ts";

let farm: TestPlatform;
let owner: TestAccount;
beforeAll(async () => {
  farm = await openTestPlatform();
  owner = await farm.anAccount({ credits: 1000 });
});
afterAll(() => farm.close());

const send = (path: string, sent: Partial<WireRequest> = {}) =>
  wire(farm.baseUrl, path, { token: owner.token, ...sent });
const aGroup = async (body: Record<string, unknown> = {}) =>
  (await send("/jobs/", { method: "POST", body: { name: "group", ...body } })).json<{ uuid: string }>().uuid;
const groupAt = async (uuid: string) => (await send(`/jobs/${uuid}`)).json<JobOutput>();
const aTaskIn = async (jobUuid: string) => {
  const { bucket } = await farm.aProject(owner);
  return (await owner.farm.tasks.submit({ body: aTask(bucket, "1-2", { jobUuid }) })).uuid;
};
const stateOf = async (jobId: Awaited<ReturnType<typeof aTaskIn>>) =>
  (await owner.farm.tasks.get({ params: { jobId } })).state;

it("a job of Python's is made at /jobs/ with everything it sends, and tells all of it", async () => {
  const uuid = await aGroup({
    poolUuid: null,
    shortname: "my-job",
    state: "UnSubmitted",
    tags: ["a"],
    useDependencies: true,
    maxWallTime: "1.03:16:50.5000000",
    autoDeleteOnCompletion: false,
    completionTimeToLive: "00:00:00",
  });
  expect(await groupAt("my-job")).toMatchObject({
    uuid,
    name: "group",
    state: "Active",
    previousState: null,
    poolUuid: null,
    useDependencies: true,
    maxWallTime: "1.03:16:50.5000000",
    tags: ["a"],
    creationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as unknown,
  });
  expect((await send("/jobs", { method: "POST", body: { name: "x", shortname: "my-job" } })).status).toBe(
    400,
  );
});

it("tasks say which job they are of, and the job lists them", async () => {
  const group = await aGroup();
  const [first, second] = [await aTaskIn(group), await aTaskIn(group)];
  await aTaskIn(await aGroup());
  const tasks = (await send(`/jobs/${group}/tasks`)).json<{ uuid: string; jobUuid: string }[]>();
  expect(tasks.map((t) => t.uuid)).toEqual([second, first]);
  expect(tasks.every((t) => t.jobUuid === group)).toBe(true);
});

it("a job with running tasks is deleted only with force, as Python spells it, and its tasks are stopped", async () => {
  const group = await aGroup();
  const task = await aTaskIn(group);
  for (const path of [`/jobs/${group}`, `/jobs/${group}?force=False`, `/jobs/${group}?force=false`])
    expect((await send(path, { method: "DELETE" })).status).toBe(403);
  const answer = await send(`/jobs/${group}?force=True`, { method: "DELETE" });
  expect([answer.status, answer.text]).toEqual([200, ""]);
  expect((await send(`/jobs/${group}`)).status).toBe(404);
  expect(await stateOf(task)).toMatch(/Cancel/);
  const empty = await aGroup();
  expect((await send(`/jobs/${empty}`, { method: "DELETE" })).status).toBe(200);
});

it("a job that is terminated stops its tasks and takes no more", async () => {
  const group = await aGroup();
  const task = await aTaskIn(group);
  expect((await send(`/jobs/${group}/terminate`, { method: "POST" })).text).toBe("");
  expect(await groupAt(group)).toMatchObject({ state: "Completed", previousState: "Terminating" });
  expect(await stateOf(task)).toMatch(/Cancel/);
  await expect(aTaskIn(group)).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining("terminated"),
  });
  await expect(aTaskIn("00000000-0000-4000-8000-000000000000")).rejects.toMatchObject({ status: 400 });
});

it("a job that is older than it may be is terminated", async () => {
  const group = await aGroup({ maxWallTime: "00:10:00" });
  const task = await aTaskIn(group);
  await sweepOnce(farm.platform);
  expect((await groupAt(group)).state).toBe("Active");
  farm.pass(601);
  await sweepOnce(farm.platform);
  expect((await groupAt(group)).state).toBe("Completed");
  expect(await stateOf(task)).toMatch(/Cancel/);
});

it("a job's tasks run in its pool, and the pool lists the job", async () => {
  const pool = await owner.farm.pools.create({ body: { name: "p", profile: "blender", instanceCount: 1 } });
  const group = await aGroup({ poolUuid: pool.uuid });
  const jobId = await aTaskIn(group);
  expect(await owner.farm.tasks.get({ params: { jobId } })).toMatchObject({
    poolUuid: pool.uuid,
    jobUuid: group,
  });
  expect((await send(`/pools/${pool.uuid}/jobs`)).json<JobOutput[]>().map((g) => g.uuid)).toEqual([group]);
  const missing = { name: "x", poolUuid: "00000000-0000-4000-8000-000000000000" };
  expect((await send("/jobs", { method: "POST", body: missing })).status).toBe(400);
});

it("pages and searches find jobs by state and name", async () => {
  const group = await aGroup({ name: "only this" });
  const search = await send("/jobs/search", {
    method: "POST",
    body: { Filter: { Operator: "Equal", Field: "Name", Value: "only this" } },
  });
  expect(search.json<JobOutput[]>().map((g) => g.uuid)).toEqual([group]);
  const page = await send("/v1/jobs/paginate", {
    method: "POST",
    body: { maximumResults: 1, filter: { operator: "Equal", field: "State", value: "Completed" } },
  });
  const { data, total } = page.json<{ data: JobOutput[]; total: number }>();
  expect(data[0]?.state).toBe("Completed");
  expect(total).toBeGreaterThan(1);
});
