/** Pools as Qarnot's clients use them, in the order of their own tests, and what a pool does to the tasks in it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PoolOutput } from "#lib/contract/qarnot/pool.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";
import { sweepOnce } from "../sweep/run.ts";
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
/** Node sends form encoding with nothing in it where there is no body. */
const act = (path: string, method = "POST") =>
  send(path, { method, headers: { "content-type": "application/x-www-form-urlencoded" } });
const poolAt = async (uuid: string) => (await send(`/pools/${uuid}`)).json<PoolOutput>();

const POLICIES = [
  {
    type: "ManagedTasksQueue",
    minTotalSlots: 0,
    maxTotalSlots: 10,
    minIdleSlots: 1,
    minIdleTimeSeconds: 90,
    scalingFactor: 0.5,
    name: "the-active-policy",
    enabledPeriods: [
      {
        type: "Weekly",
        days: ["thursday"],
        startTimeUtc: "19:30:00",
        endTimeUtc: "23:59:59",
        name: "thursday-evening",
      },
    ],
  },
  {
    type: "Fixed",
    slotsCount: 19,
    name: "default-policy",
    enabledPeriods: [{ type: "Always", name: "always" }],
  },
];

describe("a pool, call by call as Node's client makes them", () => {
  let made = "";
  let cloned = "";
  it("is created with a profile that no node has, and has an id of 36 characters", async () => {
    const answer = await send("/pools", {
      method: "POST",
      body: {
        schedulingType: "flex",
        instanceCount: 1,
        constants: [
          { key: "DOCKER_REPO", value: "library/ubuntu" },
          { key: "QARNOT_SECRET__KEY", value: "hush" },
        ],
        profile: "docker-batch",
        name: "helloworld",
        shortname: "helloworld",
      },
    });
    expect(answer.status).toBe(200);
    made = answer.json<{ uuid: string }>().uuid;
    expect(made).toHaveLength(36);
  });
  it("has carbon facts, though nothing ran", async () => {
    const facts = (await send(`/carbon/v1/pools/${made}/carbon-facts`)).json<Record<string, unknown>>();
    expect(facts).toMatchObject({ total_consumed_energy_Wh: 0, saved_carbon_footprint_percent: 0 });
  });
  it("is listed and read, by uuid and by shortname, without its secret constant", async () => {
    expect((await send("/pools")).json<PoolOutput[]>().map((p) => p.uuid)).toEqual([made]);
    const pool = await poolAt("helloworld");
    expect(pool).toMatchObject({ uuid: made, shortname: "helloworld", scaling: null, errors: [] });
    expect(pool.constants).toContainEqual({ key: "QARNOT_SECRET__KEY", value: "[SECRET]" });
    expect(JSON.stringify(await farm.db.query("select request from pools"))).not.toContain("hush");
  });
  it("takes new tags", async () => {
    const answer = await send(`/pools/${made}`, { method: "PUT", body: { tags: ["updated"] } });
    expect([answer.status, answer.text]).toEqual([200, ""]);
    expect((await poolAt(made)).tags).toEqual(["updated"]);
    expect((await send("/pools?tag=updated&tag=other")).json<unknown[]>()).toHaveLength(1);
    expect((await send("/pools?tag=other")).json<unknown[]>()).toHaveLength(0);
  });
  it("has its policies checked, and the wrong ones named as a problem", async () => {
    const check = (policies: unknown) =>
      send("/sanity-checks/pools/scaling", { method: "POST", body: { policies } });
    const fine = await check(POLICIES);
    expect([fine.status, fine.text]).toEqual([200, ""]);
    const wrong = await check([
      {
        slotsCount: 12,
        type: "Wrong policy type name",
        name: "test_fixed_policies",
        enabledPeriods: [{ type: "Wrong period type name", name: "default_always" }],
      },
    ]);
    expect(wrong.status).toBe(400);
    expect(wrong.headers["content-type"]).toContain("application/problem+json");
    expect(JSON.stringify(wrong.json<{ errors: unknown }>().errors)).toBe(
      '{"policies[0]":["The input was not valid."]}',
    );
  });
  it("gives its policies back as they were written, key for key", async () => {
    await send(`/pools/${made}/scaling`, { method: "PUT", body: { policies: POLICIES } });
    expect(JSON.stringify((await poolAt(made)).scaling?.policies)).toBe(JSON.stringify(POLICIES));
    const scaling = (await send(`/pools/${made}/scaling`)).json<{ activePolicyName: string }>();
    expect(["the-active-policy", "default-policy"]).toContain(scaling.activePolicyName);
  });
  it("is cloned, like it but for name, dates and state", async () => {
    const answer = await send(`/pools/${made}/clone`, { method: "POST", body: { name: "clonedPool" } });
    cloned = answer.json<{ uuid: string }>().uuid;
    const differing = new Set(
      (
        "creationDate lastModified stateTransitionTime previousStateTransitionTime uuid name shortname status state " +
        "previousState runningInstanceCount executionTime wallTime targetRunningInstanceCount"
      ).split(" "),
    );
    const told = async (uuid: string) =>
      JSON.stringify(Object.entries(await poolAt(uuid)).filter(([key]) => !differing.has(key)));
    expect(await told(cloned)).toBe(await told(made));
    expect((await poolAt(cloned)).name).toBe("clonedPool");
  });
  it("stands in summaries and pages", async () => {
    const summaries = (await send("/pools/summaries")).json<PoolOutput[]>();
    expect(summaries.map((p) => p.uuid)).toEqual([cloned, made]);
    expect(summaries[0]).not.toHaveProperty("constants");
    for (const path of ["/pools/paginate", "/pools/summaries/paginate"]) {
      const body = { Token: null, Filter: null, MaximumResults: 1, OrderBy: null, OrderType: null };
      const first = (await send(path, { method: "POST", body })).json<Paged>();
      expect(first).toMatchObject({ count: 1, total: 2, isTruncated: true });
      const rest = (
        await send(path, { method: "POST", body: { ...body, Token: first.nextToken } })
      ).json<Paged>();
      expect(rest).toMatchObject({ count: 1, isTruncated: false, nextToken: null });
      expect([first, rest].flatMap((page) => page.data.map((p) => p.uuid))).toEqual([cloned, made]);
    }
  });
  it("says Closing when it is closed, then Closed, and refuses a second time", async () => {
    expect((await act(`/pools/${made}/close`)).status).toBe(200);
    expect((await poolAt(made)).state).toBe("Closing");
    farm.pass(11);
    expect(await poolAt(made)).toMatchObject({ state: "Closed", previousState: "Closing" });
    expect((await act(`/pools/${made}/close`)).status).toBe(403);
    expect((await act(`/pools/${made}`, "PATCH")).status).toBe(400);
  });
  it("is gone when it is deleted, and its shortname is free", async () => {
    for (const uuid of [made, cloned]) expect((await act(`/pools/${uuid}`, "DELETE")).status).toBe(200);
    expect((await send("/pools")).json<unknown[]>()).toEqual([]);
    expect((await send(`/pools/${made}`)).status).toBe(404);
    const again = { name: "again", profile: "blender", shortname: "helloworld" };
    const [first, second] = [
      await send("/pools", { method: "POST", body: again }),
      await send("/pools", { method: "POST", body: again }),
    ];
    expect([first.status, second.status]).toEqual([200, 400]);
    expect(second.json<{ message: string }>().message).toContain("helloworld");
  });
});
interface Paged {
  data: PoolOutput[];
  nextToken: string | null;
}

it("a pool of C#, in PascalCase with nulls, and one of Python, with its elastic property", async () => {
  const sharp = await send("/pools", {
    method: "POST",
    body: {
      Name: "from C#",
      Shortname: null,
      Profile: "blender",
      InstanceCount: 2,
      Constants: [{ Key: "BLEND_FORMAT", Value: "PNG" }],
      Labels: { Team: "Blue" },
      Tags: null,
      Scaling: { Policies: [{ Type: "Fixed", SlotsCount: 3, Name: null, EnabledPeriods: null }] },
      HardwareConstraints: [{ Discriminator: "MinimumCoreHardwareConstraint", CoreCount: 2 }],
    },
  });
  expect(await poolAt(sharp.json<{ uuid: string }>().uuid)).toMatchObject({
    name: "from C#",
    labels: { Team: "Blue" },
    totalSlotCapacity: 3,
    scaling: { policies: [{ type: "Fixed", slotsCount: 3 }] },
    hardwareConstraints: [{ discriminator: "MinimumCoreHardwareConstraint", coreCount: 2 }],
  });
  const prepared = await send("/pools", {
    method: "POST",
    body: {
      name: "p",
      profile: "blender",
      instanceCount: 1,
      preparationTask: { commandLine: "apt install x" },
    },
  });
  expect([prepared.status, prepared.text]).toEqual([
    400,
    expect.stringContaining("No profile of this farm runs a command before the tasks of a pool"),
  ]);
  const python = await send("/pools", {
    method: "POST",
    body: {
      name: "from Python",
      profile: "blender",
      constants: [],
      constraints: [],
      instanceCount: 1,
      tags: [],
      preparationTask: null,
      elasticProperty: {
        isElastic: true,
        minTotalSlots: 0,
        maxTotalSlots: 4,
        minIdleSlots: 0,
        resizePeriod: 90,
        rampResizeFactor: 1,
        minIdleTimeSeconds: 0,
      },
      taskDefaultWaitForPoolResourcesSynchronization: false,
      labels: {},
      advancedResourceBuckets: [],
      autoDeleteOnCompletion: false,
      completionTimeToLive: "00:00:00",
      hardwareConstraints: [],
      defaultResourcesCacheTTLSec: null,
      privileges: { exportApiAndStorageCredentialsInEnvironment: false },
      defaultRetrySettings: { maxTotalRetries: null, maxPerInstanceRetries: null },
      forcedNetworkRules: [],
    },
  });
  const pool = await poolAt(python.json<{ uuid: string }>().uuid);
  expect(pool).toMatchObject({
    elasticProperty: { isElastic: true, maxTotalSlots: 4 },
    totalSlotCapacity: 4,
  });
  expect((await send(`/pools/${pool.uuid}/stdout`)).text).toBe("");
});

it("a filter finds pools by name, tag and label, and a wrong one is a problem with errors", async () => {
  const [a, b] = [
    await owner.farm.pools.create({ body: { name: "red", profile: "blender", tags: ["x"] } }),
    await owner.farm.pools.create({ body: { name: "green", profile: "blender", labels: { Team: "g" } } }),
  ];
  const search = (filter: unknown) => send("/pools/search", { method: "POST", body: { filter } });
  const found = async (filter: unknown) => (await search(filter)).json<PoolOutput[]>().map((p) => p.uuid);
  expect(await found({ operator: "Equal", field: "Name", value: "red" })).toEqual([a.uuid]);
  expect(await found({ operator: "Equal", field: "Tags", value: "x" })).toEqual([a.uuid]);
  expect(await found({ operator: "Equal", field: "Labels.Team", value: "g" })).toEqual([b.uuid]);
  expect(
    await found({
      operator: "Or",
      filters: [
        { operator: "Like", field: "Name", value: "/^re/" },
        { operator: "In", field: "Uuid", values: [b.uuid] },
      ],
    }),
  ).toEqual([b.uuid, a.uuid]);
  for (const filter of [
    { operator: "Equal", field: "Password", value: "x" },
    { operator: "Like", field: "Name", value: "/(/" },
    { operator: "Equal", field: "CreationDate", value: "yesterday" },
    { operator: "Equal", field: "Labels.x'||(select 1)||'", value: "x" },
  ]) {
    const answer = await search(filter);
    expect(answer.status).toBe(400);
    expect(answer.json<{ errors: unknown }>().errors).toHaveProperty("filter");
  }
});

describe("a task in a pool", () => {
  const inPool = (poolUuid: string, change: Record<string, unknown> = {}) =>
    send("/tasks", {
      method: "POST",
      body: { name: "in pool", poolUuid, advancedRanges: "1-6", ...change },
    });
  it("takes its profile, buckets and constants from the pool, and runs in as many slots as the pool has", async () => {
    const { bucket } = await farm.aProject(owner);
    const { uuid } = await owner.farm.pools.create({
      body: {
        name: "two slots",
        profile: "blender",
        instanceCount: 2,
        resourceBuckets: [bucket],
        constants: [
          { key: "BLEND_FILE", value: "scene.blend" },
          { key: "BLEND_FORMAT", value: "PNG" },
        ],
      },
    });
    const answer = await inPool(uuid, { constants: [{ key: "BLEND_FORMAT", value: "JPEG" }] });
    expect(answer.text).toContain("uuid");
    const jobId = answer.json<{ uuid: JobId }>().uuid;
    const task = await owner.farm.tasks.get({ params: { jobId } });
    expect(task).toMatchObject({ poolUuid: uuid, profile: "blender", resourceBuckets: [bucket] });
    expect(task.constants).toEqual([
      { key: "BLEND_FILE", value: "scene.blend" },
      { key: "BLEND_FORMAT", value: "JPEG" },
    ]);
    const node = await farm.aNode();
    await node.beat();
    let atWork = 0;
    for (let lease = await node.acquire(); lease?.kind === "render"; lease = await node.acquire())
      atWork += lease.frames.length;
    expect(atWork).toBe(2);
    const second = (await inPool(uuid, { name: "behind" })).json<{ uuid: JobId }>().uuid;
    expect((await owner.farm.jobs.get({ params: { jobId: second } })).waiting).toEqual({
      code: "pool_full",
      text: "All 2 slots of its pool “two slots” are taken by other frames.",
    });
    await owner.farm.tasks.remove({ params: { jobId: second } });
    expect(await poolAt(uuid)).toMatchObject({
      state: "FullyExecuting",
      runningInstanceCount: 2,
      queuedOrRunningTaskInstancesCount: 6,
    });
    expect((await send(`/pools/${uuid}/tasks`)).json<{ uuid: string }[]>().map((t) => t.uuid)).toEqual([
      jobId,
    ]);
    await send(`/pools/${uuid}/scaling`, {
      method: "PUT",
      body: { policies: [{ type: "Fixed", slotsCount: 5 }] },
    });
    const more = await node.lease();
    expect(more.frames.length).toBeLessThanOrEqual(3);
    await act(`/pools/${uuid}`, "DELETE");
    expect((await owner.farm.tasks.get({ params: { jobId } })).state).toMatch(/Cancel/);
  });
  it("is refused with 400 when the pool is closed, not there or another's", async () => {
    const { uuid } = await owner.farm.pools.create({ body: { name: "closed", profile: "blender" } });
    await owner.farm.pools.close({ params: { pool: uuid } });
    const stranger = await farm.anAccount();
    const other = await stranger.farm.pools.create({ body: { name: "other", profile: "blender" } });
    for (const pool of [uuid, other.uuid, "00000000-0000-4000-8000-000000000000"])
      expect((await inPool(pool)).status).toBe(400);
    expect((await send(`/pools/${other.uuid}`)).status).toBe(404);
  });
  it("outlives its pool, which goes by itself when it is closed, its tasks have ended and its time is over", async () => {
    const { bucket } = await farm.aProject(owner);
    const { uuid } = await owner.farm.pools.create({
      body: { name: "short", profile: "blender", instanceCount: 1, completionTimeToLive: "00:10:00" },
    });
    const constants = [{ key: "BLEND_FILE", value: "scene.blend" }];
    const answer = await inPool(uuid, { constants, resourceBuckets: [bucket], advancedRanges: "1" });
    const jobId = answer.json<{ uuid: JobId }>().uuid;
    await owner.farm.pools.close({ params: { pool: uuid } });
    farm.pass(601);
    await sweepOnce(farm.platform);
    expect((await poolAt(uuid)).state).toBe("Closing");
    await owner.farm.tasks.abort({ params: { jobId } });
    await sweepOnce(farm.platform);
    expect((await poolAt(uuid)).state).toBe("Closed");
    farm.pass(601);
    await sweepOnce(farm.platform);
    expect((await send(`/pools/${uuid}`)).status).toBe(404);
    expect((await owner.farm.tasks.get({ params: { jobId } })).state).toBe("Cancelled");
  });
  it("runs only on nodes that have the pool's hardware", async () => {
    const { bucket } = await farm.aProject(owner);
    const { uuid } = await owner.farm.pools.create({
      body: {
        name: "large",
        profile: "blender",
        instanceCount: 4,
        hardwareConstraints: [{ discriminator: "MinimumCoreHardwareConstraint", coreCount: 8 }],
      },
    });
    const answer = await inPool(uuid, {
      resourceBuckets: [bucket],
      constants: [{ key: "BLEND_FILE", value: "scene.blend" }],
    });
    const small = await farm.aNode({ cores: 4 });
    expect(await small.acquire()).toBeNull();
    expect((await poolAt(uuid)).state).toBe("Submitted");
    const large = await farm.aNode({ cores: 8 });
    expect((await large.lease()).jobId).toBe(answer.json<{ uuid: string }>().uuid);
  });
});
