/** Lists and filters, refusals that change nothing, snapshots, dependencies: the rest of what a task's owner can do. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bucketByName } from "../buckets/rows.ts";
import { sweepOnce } from "../sweep/run.ts";
import { openTestPlatform, type TestAccount, type TestNode, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
let owner: TestAccount;
let node: TestNode;
let input: string;
beforeAll(async () => {
  farm = await openTestPlatform();
  owner = await farm.anAccount({ credits: 10_000 });
  node = await farm.aNode();
  input = (await farm.aProject(owner)).bucket;
});
afterAll(() => farm.close());
beforeEach(() => farm.db.query("update jobs set deleted_at = now() where deleted_at is null"));

async function call(method: string, path: string, body?: unknown, token = owner.token) {
  const answer = await fetch(farm.baseUrl + path, {
    method,
    headers: { authorization: token },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = /^[[{]/.test(text) ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: answer.status, text, json };
}
const aTask = (change: Record<string, unknown> = {}) => ({
  name: "task",
  profile: "blender",
  constants: [{ key: "BLEND_FILE", value: "scene.blend" }],
  resourceBuckets: [input],
  advancedRanges: "1",
  ...change,
});
const make = async (change: Record<string, unknown> = {}): Promise<string> => {
  const { status, json, text } = await call("POST", "/tasks", aTask(change));
  expect([status, text.slice(0, 200)]).toEqual([200, expect.stringContaining("uuid")]);
  return json.uuid as string;
};
const keysOf = async (name: string) => {
  const bucket = await bucketByName(farm.db, owner.id, name);
  const keys: string[] = [];
  if (bucket !== undefined) for await (const { key } of farm.objects.list(bucket.folder)) keys.push(key);
  return keys.sort();
};

describe("lists", () => {
  const filtered = async (filter: unknown, change: Record<string, unknown> = {}) => {
    const { status, json } = await call("POST", "/tasks/paginate", { filter, maximumResults: 50, ...change });
    expect(status).toBe(200);
    return (json.data as { name: string }[]).map((task) => task.name);
  };

  it("hold names of any length and letters, whole in filters and by their beginnings in order", async () => {
    // Of so many kinds that no index could pack them.
    const letters = (count: number, first: number) =>
      Array.from({ length: count }, (_, i) => String.fromCodePoint(first + ((i * 7919) % 5000))).join("");
    const [long, emoji] = [letters(2040, 0x4e00), letters(1020, 0x1f000)];
    const names = [`${long} end a`, `${long} end b`, `${emoji} end c`, "end d"];
    for (const name of names) expect((await call("POST", "/tasks", aTask({ name }))).status).toBe(200);
    const ends = async (filter: unknown) =>
      (await filtered(filter, { orderBy: "name", orderType: "ASC" })).map((name) => name.slice(-5));
    expect(await ends(null)).toEqual(["end d", "end a", "end b", "end c"]);
    expect(await ends({ operator: "Like", field: "Name", value: "/ end [bc]$/" })).toEqual([
      "end b",
      "end c",
    ]);
    expect(await ends({ operator: "Equal", field: "Name", value: names[1] })).toEqual(["end b"]);
    const first = await call("POST", "/tasks/paginate", {
      orderBy: "name",
      orderType: "ASC",
      maximumResults: 2,
    });
    const { nextToken } = first.json as { nextToken: string };
    const next = await filtered(null, { orderBy: "name", orderType: "ASC", token: nextToken });
    expect(next.map((name) => name.slice(-5))).toEqual(["end b", "end c"]);
  });

  it("are filtered by every operator of the grammar, nested as deep as somebody likes", async () => {
    const [a] = [
      await make({ name: "alpha", tags: ["x"], labels: { shot: "7" } }),
      await make({ name: "beta", tags: ["x", "y"], shortname: "the-beta" }),
      await make({ name: "Alpha 100%", profile: "blender-3.4" }),
    ];
    await make({ name: "waits", dependencies: { dependsOn: [a] } });
    const leaf = (operator: string, field: string, value: unknown) => ({ operator, field, value });
    for (const [filter, names] of [
      [leaf("Equal", "Name", "beta"), ["beta"]],
      [leaf("NotEqual", "name", "beta"), ["waits", "Alpha 100%", "alpha"]],
      [leaf("Equal", "Uuid", a), ["alpha"]],
      [leaf("Equal", "Shortname", "the-beta"), ["beta"]],
      [leaf("Equal", "Tags", "x"), ["beta", "alpha"]],
      [leaf("In", "Tags", ["y", "z"]), ["beta"]],
      [{ operator: "NotIn", field: "Name", values: ["alpha", "beta"] }, ["waits", "Alpha 100%"]],
      [leaf("Like", "Name", "/^al/"), ["alpha"]],
      [leaf("Like", "Name", "/^al/i"), ["Alpha 100%", "alpha"]],
      [leaf("Like", "Name", "lph"), ["Alpha 100%", "alpha"]],
      [leaf("Like", "Name", "%ta"), ["beta"]],
      [leaf("Equal", "Profile", "blender-3.4"), ["Alpha 100%"]],
      [leaf("Equal", "Labels.shot", "7"), ["alpha"]],
      [leaf("Equal", "Dependencies.DependsOn", a), ["waits"]],
      [leaf("LessThan", "CreationDate", "2001-01-01T00:00:00Z"), []],
      [leaf("GreaterThanOrEqual", "TotalInstanceCount", 1), ["waits", "Alpha 100%", "beta", "alpha"]],
      [leaf("Equal", "PoolUuid", null), ["waits", "Alpha 100%", "beta", "alpha"]],
      [
        {
          operator: "And",
          filters: [
            leaf("Equal", "State", "Submitted"),
            { operator: "Or", filters: [leaf("Equal", "Name", "beta"), leaf("Equal", "Name", "alpha")] },
          ],
        },
        ["beta", "alpha"],
      ],
    ] as const)
      expect(await filtered(filter), JSON.stringify(filter)).toEqual(names);
    const found = await call("POST", "/tasks/search", {
      select: ["uuid"],
      filter: leaf("Equal", "Name", "beta"),
      maximumResults: 1,
    });
    expect(found.json).toMatchObject([{ name: "beta" }]);
    expect((await call("GET", "/tasks?tag=y&tag=nothing")).json).toMatchObject([{ name: "beta" }]);
    expect((await call("GET", "/tasks/summaries?tag=x")).json).toHaveLength(2);
  });

  it("are gone through by pages that miss nothing and repeat nothing while tasks are added", async () => {
    for (const name of ["e", "c", "a", "d", "b"]) await make({ name });
    for (const [orderBy, orderType, expected] of [
      ["name", "ASC", ["a", "b", "c", "d", "e"]],
      ["Name", "Descending", ["e", "d", "c", "b", "a"]],
      ["creationDate", "ASC", ["e", "c", "a", "d", "b"]],
    ] as const) {
      const seen: string[] = [];
      let token: unknown = null;
      for (let page = 0; page < 3; page++) {
        const { json } = await call("POST", "/tasks/summaries/paginate", {
          token,
          maximumResults: 2,
          orderBy,
          orderType,
          filter: { operator: "NotEqual", field: "Name", value: "z" },
        });
        seen.push(...(json.data as { name: string }[]).map((task) => task.name));
        expect(json).toMatchObject({ total: 5, isTruncated: page < 2 });
        token = json.nextToken;
        if (page === 0) await make({ name: "z" });
      }
      expect(seen).toEqual(expected);
      expect(token).toBeNull();
    }
  });

  it.each([
    [{ filter: { operator: "Equal", field: "Password", value: "x" } }],
    [{ filter: { operator: "Resembles", field: "Name", value: "x" } }],
    [{ filter: { operator: "Xor", filters: [] } }],
    [{ filter: { operator: "Like", field: "Name", value: "/(/" } }],
    [{ filter: { operator: "Like", field: "Name", value: "/(a)\\1/" } }],
    [{ filter: { operator: "Equal", field: "CreationDate", value: "yesterday" } }],
    [{ filter: { operator: "Equal", field: "Uuid", value: "'; drop table jobs" } }],
    [{ filter: { operator: "Equal", field: "Labels.x' or true --", value: "x" } }],
    [{ orderBy: "password" }],
    [{ token: "bm9uc2Vuc2U" }],
    [{ maximumResults: 0 }],
  ])("refuse %j with what is wrong", async (request) => {
    const { status, json } = await call("POST", "/tasks/paginate", request);
    expect(status).toBe(400);
    expect(typeof json.message).toBe("string");
  });
});

describe("a task that is refused", () => {
  const manyConstants = Array.from({ length: 151 }, (_, i) => ({ key: `K${i}`, value: "v" }));
  it.each<[string, unknown, number, RegExp]>([
    ["malformed JSON", "{", 400, /not JSON/],
    ["no name", aTaskLike({ name: "" }), 400, /^Invalid task file\. Invalid fields: name/],
    ["a name of 2,048 characters", aTaskLike({ name: "x".repeat(2048) }), 400, /fields: name/],
    [
      "an unknown profile",
      aTaskLike({ profile: "maya" }),
      400,
      /^Invalid task file\. Invalid fields: profile/,
    ],
    ["no profile", aTaskLike({ profile: null }), 400, /fields: profile/],
    ["151 constants", aTaskLike({ constants: manyConstants }), 400, /fields: constants/],
    [
      "a constant with a blank in its key",
      aTaskLike({ constants: [{ key: "a b", value: "" }] }),
      400,
      /constants/,
    ],
    ["eleven tags", aTaskLike({ tags: Array(11).fill("t") }), 400, /fields: tags/],
    ["a shortname that ends in a hyphen", aTaskLike({ shortname: "a-" }), 400, /fields: shortname/],
    [
      "a bucket that is not there",
      aTaskLike({ resourceBuckets: ["nowhere"] }),
      404,
      /^No such bucket: nowhere$/,
    ],
    [
      "both ways of naming buckets",
      aTaskLike({ advancedResourceBuckets: [{ bucketName: "a" }], resourceBuckets: ["a"] }),
      400,
      /fields: resourceBuckets/,
    ],
    ["a result bucket that is no name", aTaskLike({ resultBucket: "a/b" }), 400, /fields: resultBucket/],
    ["a range that overflows", aTaskLike({ advancedRanges: "1-99999999" }), 400, /fields: range-length/],
    [
      "too many instances",
      aTaskLike({ instanceCount: 100_001, advancedRanges: null }),
      400,
      /fields: range-length/,
    ],
    ["a range that is none", aTaskLike({ advancedRanges: "one" }), 400, /fields: advancedRanges/],
    ["nothing to render", aTaskLike({ advancedRanges: null }), 400, /fields: advancedRanges/],
    ["a filter that is no expression", aTaskLike({ resultsWhitelist: "(" }), 400, /fields: resultsWhitelist/],
    [
      "an unknown dependency",
      aTaskLike({ dependencies: { dependsOn: [NOBODY()] } }),
      400,
      /fields: dependencies/,
    ],
    [
      "an unknown constraint",
      aTaskLike({ hardwareConstraints: [{ discriminator: "Nice" }] }),
      400,
      /hardware/,
    ],
    [
      "a constraint without its value",
      aTaskLike({ hardwareConstraints: [{ discriminator: "MinimumCoreHardwareConstraint" }] }),
      400,
      /hardware/,
    ],
    ["a time that is none", aTaskLike({ completionTimeToLive: "an hour" }), 400, /completionTimeToLive/],
    [
      "tiles",
      aTaskLike({
        constants: [
          { key: "BLEND_FILE", value: "scene.blend" },
          { key: "BLEND_SLICING", value: "2" },
        ],
      }),
      400,
      /BLEND_SLICING/,
    ],
  ])("for %s changes nothing", async (_, task, status, message) => {
    const sent = typeof task === "string" ? task : JSON.stringify(task).replaceAll('"INPUT"', `"${input}"`);
    const before = await farm.db.query(
      "select count(*) from jobs union all select count(*) from buckets union all select sum(balance) from accounts",
    );
    const answer = await call("POST", "/tasks", sent);
    expect([answer.status, answer.json.message]).toEqual([status, expect.stringMatching(message)]);
    expect(
      await farm.db.query(
        "select count(*) from jobs union all select count(*) from buckets union all select sum(balance) from accounts",
      ),
    ).toEqual(before);
  });

  it("for credits that are not there, or a shortname that is, says so in the words that clients look for", async () => {
    const poor = await farm.anAccount({ credits: 0 });
    const { bucket } = await farm.aProject(poor);
    const broke = await call("POST", "/tasks", aTask({ resourceBuckets: [bucket] }), poor.token);
    expect([broke.status, broke.json.message]).toEqual([402, expect.stringContaining("Not enough credits")]);
    await make({ shortname: "only-one" });
    const second = await call("POST", "/tasks", aTask({ shortname: "only-one" }));
    expect([second.status, second.json.message]).toEqual([
      400,
      expect.stringContaining("shortname-uniqueness"),
    ]);
  });
});
function aTaskLike(change: Record<string, unknown>) {
  const base = { name: "n", profile: "blender", resourceBuckets: ["INPUT"], advancedRanges: "1" };
  return { ...base, constants: [{ key: "BLEND_FILE", value: "scene.blend" }], ...change };
}
function NOBODY() {
  return "018f0000-0000-7000-8000-000000000000";
}

it("results go below BLEND_OUTPUT and past the lists, and a frame that is rendered again replaces its file", async () => {
  const uuid = await make({
    name: "filtered",
    advancedRanges: "1-3",
    resultBucket: "filtered-out",
    resultsBucketPrefix: "run-1/",
    resultsBlacklist: "_0003",
    constants: [
      { key: "BLEND_FILE", value: "scene.blend" },
      { key: "BLEND_OUTPUT", value: "//shots/a_" },
    ],
  });
  for (const frame of [1, 2, 3]) await node.deliver(await node.lease(), frame);
  const wanted = ["run-1/shots/a_0001.png", "run-1/shots/a_0002.png"];
  expect(await keysOf("filtered-out")).toEqual(wanted);
  await owner.farm.jobs.retry({ params: { jobId: uuid }, body: { frames: "1" } });
  await node.deliver(await node.lease(), 1);
  expect(await keysOf("filtered-out")).toEqual(wanted);
  const task = (await call("GET", `/tasks/${uuid}`)).json;
  expect(task).toMatchObject({ resultsCount: 3, resultBucket: "filtered-out" });
  expect((task.completedInstances as { results: string[] }[]).map((i) => i.results.length)).toEqual([
    1, 1, 0,
  ]);
});

it("a task without a result bucket has one of its own, which goes with it", async () => {
  const uuid = await make({ name: "Own bucket" });
  await node.deliver(await node.lease(), 1);
  const bucket = (await call("GET", `/tasks/${uuid}`)).json.resultBucket as string;
  expect(bucket).toMatch(/^own-bucket-/);
  expect(await keysOf(bucket)).toEqual(["0001.png"]);
  await call("DELETE", `/tasks/${uuid}`);
  expect(await bucketByName(farm.db, owner.id, bucket)).toBeUndefined();
});

it("snapshots take what is finished and wanted, at once and by the clock", async () => {
  const uuid = await make({ advancedRanges: "1-3", resultBucket: "snap-out" });
  await node.deliver(await node.lease(), 1);
  const asked = await call("POST", `/tasks/${uuid}/snapshot`, { bucket: "snaps", bucketPrefix: "first/" });
  expect(asked.json).toMatchObject({
    id: expect.stringMatching(new RegExp(`^snap_${uuid}_\\d{14}$`)),
    taskUuid: uuid,
  });
  const status = async () => (await call("GET", `/tasks/${uuid}/snapshot/${asked.json.id as string}`)).json;
  await expect.poll(async () => (await status()).status).toBe("success");
  expect(await status()).toMatchObject({ sizeToUpload: 9, transferredSize: 9 });
  expect(await keysOf("snaps")).toEqual(["first/0001.png"]);
  await expect.poll(async () => (await call("GET", `/tasks/${uuid}`)).json.resultsCount).toBe(2);

  expect((await call("POST", `/tasks/${uuid}/snapshot/periodic`, { interval: -1 })).status).toBe(400);
  expect((await call("POST", `/tasks/${uuid}/snapshot`, { whitelist: "(" })).status).toBe(400);
  const every = { interval: 30, whitelist: "0002", bucket: "snaps" };
  expect(await call("POST", `/tasks/${uuid}/snapshot/periodic`, every)).toMatchObject({
    status: 200,
    text: "",
  });
  expect((await call("GET", `/tasks/${uuid}`)).json).toMatchObject({
    snapshotInterval: 30,
    snapshotWhitelist: "0002",
  });
  await node.deliver(await node.lease(), 2);
  await sweepOnce(farm.platform);
  expect(await keysOf("snaps")).toEqual(["first/0001.png"]);
  farm.pass(31);
  await sweepOnce(farm.platform);
  expect(await keysOf("snaps")).toEqual(["0002.png", "first/0001.png"]);
  await call("POST", `/tasks/${uuid}/snapshot/periodic`, { interval: 0 });
  expect((await call("GET", `/tasks/${uuid}`)).json.snapshotInterval).toBe(0);
});

it("a task begins when those it depends on have succeeded, and says what it waits for", async () => {
  const fresh = await farm.aNode();
  const first = await make({ name: "first" });
  const second = await make({ name: "second", dependencies: { dependsOn: [first] } });
  const lease = await fresh.lease();
  expect(lease.jobId).toBe(first);
  expect(await fresh.acquire()).toBeNull();
  const { waiting } = await owner.farm.jobs.get({ params: { jobId: second } });
  expect(waiting).toMatchObject({ code: "dependency", text: expect.stringContaining("first") });
  await fresh.deliver(lease, 1);
  expect((await fresh.lease()).jobId).toBe(second);
});

it("hardware that is asked for is waited for, and a task may be tried once only", async () => {
  const small = await make({
    hardwareConstraints: [{ discriminator: "MinimumCoreHardwareConstraint", coreCount: 64 }],
    retrySettings: { maxPerInstanceRetries: 0 },
  });
  const [few, many] = [await farm.aNode({ cores: 8 }), await farm.aNode({ cores: 64 })];
  expect(await few.acquire()).toBeNull();
  const lease = await many.lease();
  expect(lease.jobId).toBe(small);
  await many.fail(lease, 1, "blender_crashed");
  expect((await call("GET", `/tasks/${small}`)).json).toMatchObject({
    state: "Failure",
    retrySettings: { maxPerInstanceRetries: 0, maxTotalRetries: null },
    hardwareConstraints: [{ discriminator: "MinimumCoreHardwareConstraint", coreCount: 64 }],
  });
});

it("a task goes when its time is over, and is given up when nobody begins it", async () => {
  const short = await make({ completionTimeToLive: "00:10:00" });
  const fresh = await farm.aNode();
  await fresh.deliver(await fresh.lease(), 1);
  const gone = await make({ autoDeleteOnCompletion: true });
  await fresh.deliver(await fresh.lease(), 1);
  const unwanted = await make({
    maxTimeQueueSeconds: 60,
    hardwareConstraints: [{ discriminator: "MinimumCoreHardwareConstraint", coreCount: 4096 }],
  });
  farm.pass(61);
  await sweepOnce(farm.platform);
  expect((await call("GET", `/tasks/${short}`)).status).toBe(200);
  expect((await call("GET", `/tasks/${gone}`)).status).toBe(404);
  expect((await call("GET", `/tasks/${unwanted}`)).json.state).toBe("Cancelled");
  farm.pass(600);
  await sweepOnce(farm.platform);
  expect((await call("GET", `/tasks/${short}`)).status).toBe(404);
});

it("a profile tells its constants and licenses", async () => {
  await farm.aNode();
  const { json } = await call("GET", "/profiles/blender-3.4");
  expect(json).toMatchObject({ name: "blender-3.4", licenses: [] });
  const names = (json.constants as { name: string }[]).map((constant) => constant.name);
  expect(names).toEqual(expect.arrayContaining(["BLEND_FILE", "BLEND_OUTPUT", "BLEND_SLICING"]));
  expect((await call("GET", "/profiles/maya")).status).toBe(404);
});

it("nobody else sees, changes or counts a task", async () => {
  const stranger = await farm.anAccount();
  await make({ shortname: "mine" });
  for (const [method, path] of [
    ["GET", "/tasks/mine"],
    ["POST", "/tasks/mine/abort"],
    ["DELETE", "/tasks/mine"],
    ["PUT", "/tasks/mine"],
    ["POST", "/tasks/mine/clone"],
    ["GET", "/tasks/mine/stdout"],
  ] as const)
    expect((await call(method, path, method === "GET" ? undefined : {}, stranger.token)).status).toBe(404);
  const page = await call("POST", "/tasks/paginate", {}, stranger.token);
  expect(page.json).toMatchObject({ total: 0, data: [] });
});
