/**
 * A render as each generation of clients asks for it, request by request, on the real platform: Python's SDK of 2026, the
 * command line in C# with its PascalCase, Node's. What they go through is never null, and every figure is a frame's.
 */
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { taskOutput, type TaskOutput } from "#lib/contract/qarnot/task-output.ts";
import { bucketByName } from "../buckets/rows.ts";
import { openTestPlatform, type TestAccount, type TestNode, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
let owner: TestAccount;
let node: TestNode;
let input: string;
beforeAll(async () => {
  farm = await openTestPlatform();
  owner = await farm.anAccount({ credits: 10_000 });
  node = await farm.aNode({ cpuModel: "Test Processor", clockGHz: 2, memoryBytes: 8e9 });
  input = (await farm.aProject(owner)).bucket;
});
afterAll(() => farm.close());
beforeEach(() => farm.db.query("update jobs set deleted_at = now() where deleted_at is null"));

/** As `requests` does: the raw token, JSON both ways. */
async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(farm.baseUrl + path, {
    method,
    headers: { authorization: owner.token, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json: unknown = text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : null;
  return { status: answer.status, text, json };
}
const taskOf = async (reference: string): Promise<TaskOutput> =>
  taskOutput.parse((await call("GET", `/tasks/${reference}`)).json);

const keysOf = async (bucket: string) => {
  const row = await bucketByName(farm.db, owner.id, bucket);
  const keys: string[] = [];
  for await (const { key } of farm.objects.list(row?.folder ?? "")) keys.push(key);
  return keys.sort();
};
const textOf = async (bucket: string, key: string) => {
  const row = await bucketByName(farm.db, owner.id, bucket);
  return (await buffer(await farm.objects.get(row?.folder ?? "", key))).toString();
};

/** Section 1.4 of the notes on the wire: what Python's SDK 2.22 really sends. */
const pythonTask = (change: Record<string, unknown> = {}) => ({
  name: "sample5-blender",
  profile: "blender",
  poolUuid: null,
  jobUuid: null,
  constants: [
    { key: "BLEND_FILE", value: "scene.blend" },
    { key: "BLEND_CYCLES_SAMPLES", value: "20" },
  ],
  constraints: [],
  forcedConstants: [],
  waitForPoolResourcesSynchronization: null,
  uploadResultsOnCancellation: null,
  labels: {},
  dependencies: { dependsOn: [] },
  resourceBuckets: [input],
  resultBucket: "sample5-blender-output",
  advancedRanges: "1-3",
  tags: [],
  autoDeleteOnCompletion: false,
  completionTimeToLive: "00:00:00",
  hardwareConstraints: [],
  defaultResourcesCacheTTLSec: null,
  privileges: { exportApiAndStorageCredentialsInEnvironment: false },
  retrySettings: { maxTotalRetries: null, maxPerInstanceRetries: null },
  forcedNetworkRules: [],
  ...change,
});

describe("a render by Python's SDK", () => {
  it("goes through the states, tells what its frames do, and leaves them in the result bucket", async () => {
    const made = await call("POST", "/tasks", pythonTask());
    expect(made.status).toBe(200);
    const { uuid } = made.json as { uuid: string };
    expect(await taskOf(uuid)).toMatchObject({
      state: "Submitted",
      previousState: null,
      totalInstanceCount: 3,
      instanceCount: 0,
      advancedRanges: "1-3",
      resultsCount: 0,
      endDate: "0001-01-01T00:00:00Z",
    });

    const lease = await node.lease();
    expect((await taskOf(uuid)).state).toBe("PartiallyDispatched");
    await node.beat([lease]);
    await expect.poll(async () => (await taskOf(uuid)).state).toBe("PartiallyExecuting");
    farm.pass(10);
    await node.beat([lease]);
    const running = await taskOf(uuid);
    expect(running.previousState).toBe("PartiallyDispatched");
    expect(running.runningInstanceCount).toBe(1);
    expect(running.runningCoreCount).toBe(2);
    const [instance] = running.status.runningInstancesInfo.perRunningInstanceInfo;
    expect(instance).toMatchObject({
      phase: "execution",
      instanceId: 1,
      progress: 25,
      cpuUsage: 75,
      maxFrequencyGHz: 2,
      currentFrequencyGHz: 1.5,
      clockRatio: 0.75,
      networkInKbps: 980,
      networkOutKbps: 64,
      currentMemoryMB: 256,
      coreCount: 2,
      cpuModel: "Test Processor",
      executionAttemptCount: 1,
      activeForwards: [],
      vpnConnections: [],
    });
    expect(instance?.executionTimeSec).toBeGreaterThanOrEqual(10);
    expect(instance?.executionTimeGHz).toBeCloseTo(1.5 * (instance?.executionTimeSec ?? 0), 1);

    await node.deliver(lease, 1);
    expect(await keysOf("sample5-blender-output")).toEqual(["0001.png"]);
    for (const frame of [2, 3]) await node.deliver(await node.lease(), frame);
    const done = await taskOf(uuid);
    expect(done).toMatchObject({ state: "Success", progress: 100, resultsCount: 3, runningInstanceCount: 0 });
    expect(done.status).toMatchObject({
      succeededRange: "1-3",
      executedRange: "1-3",
      failedRange: "",
      startedOnceRange: "1-3",
      executionProgress: 100,
      executionTimeSec: 9,
      executionTimeByCpuModel: [{ model: "Test Processor", time: 9, core: 4 }],
      executionTimeGhzByCpuModel: [{ model: "Test Processor", timeGhz: 18, clockRatio: 1, core: 4 }],
    });
    expect(done.completedInstances[0]).toMatchObject({
      instanceId: 1,
      results: ["s3://storage.test/sample5-blender-output/0001.png"],
      execTimeSec: 3,
      execTimeSecGHz: 6,
      state: "Success",
      error: null,
      cpuModel: "Test Processor",
      coreCount: 4,
    });
    expect(await keysOf("sample5-blender-output")).toEqual(["0001.png", "0002.png", "0003.png"]);
    expect(await textOf("sample5-blender-output", "0002.png")).toBe("frame-002");
    expect((await call("DELETE", `/tasks/${uuid}`)).status).toBe(200);
    expect((await call("GET", `/tasks/${uuid}`)).status).toBe(404);
    expect(await keysOf("sample5-blender-output")).toHaveLength(3);
  });

  it("finds every field, none of them null where the SDK goes through it", async () => {
    const { uuid } = (await call("POST", "/tasks", pythonTask())).json as { uuid: string };
    await node.fail(await node.lease(), 1, "no_camera");
    await node.lease();
    const task = (await call("GET", `/tasks/${uuid}`)).json as Record<string, unknown>;
    const NULLABLE = new Set(
      `poolUuid jobUuid projectUuid clusterInfo resourceDisk resultDisk previousState advancedRanges
       waitForPoolResourcesSynchronization resultsCacheTTLSec defaultResourcesCacheTTLSec snapshotWhitelist
       snapshotBlacklist snapshotBucket snapshotBucketPrefix resultsWhitelist resultsBlacklist resultsBucketPrefix
       uploadResultsOnCancellation targetedReservedMachineKey maxTotalRetries maxPerInstanceRetries error debug siteUuid`
        .trim()
        .split(/\s+/),
    );
    const nulls: string[] = [];
    const walk = (value: unknown, path: string) => {
      if (value === null || value === undefined) {
        if (!NULLABLE.has(path.split(".").at(-1) ?? "")) nulls.push(path);
      } else if (typeof value === "object")
        for (const [key, item] of Object.entries(value)) walk(item, `${path}.${key}`);
    };
    walk(task, "task");
    expect(nulls).toEqual([]);
    for (const list of `errors completedInstances constants hardwareConstraints forcedNetworkRules tags resourceBuckets
      advancedResourceBuckets`.split(/\s+/))
      expect(Array.isArray(task[list]), list).toBe(true);
    for (const object of ["secretsAccessRights", "privileges", "retrySettings", "status", "labels"])
      expect(typeof task[object], object).toBe("object");
    const dates = Object.entries(task).filter(
      ([key]) => /Date|Time$|lastModified/.test(key) && !/executionTime|wallTime/.test(key),
    );
    expect(dates.length).toBeGreaterThan(4);
    for (const [key, value] of dates) expect(value, key).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it("prints logs with the instance before each line, and only what is new when asked so", async () => {
    const { uuid } = (await call("POST", "/tasks", pythonTask({ advancedRanges: "1-2" }))).json as {
      uuid: string;
    };
    await node.deliver(await node.lease(), 1);
    expect((await call("GET", `/tasks/${uuid}/stdout`)).text).toBe("1> Saved\n");
    expect((await call("POST", `/tasks/${uuid}/stdout`, "")).text).toBe("1> Saved\n");
    expect((await call("POST", `/tasks/${uuid}/stdout`, "")).text).toBe("");
    await node.fail(await node.lease(), 2, "no_camera");
    expect((await call("POST", `/tasks/${uuid}/stdout`)).text).toBe("2> log\n");
    expect((await call("GET", `/tasks/${uuid}/stderr`)).text).toBe("2> It broke.\n");
    expect((await call("GET", `/tasks/${uuid}/stdout/1`)).text).toBe("Saved\n");
    expect((await call("POST", `/tasks/${uuid}/stderr/2`)).text).toBe("It broke.\n");
    expect((await call("POST", `/tasks/${uuid}/stderr/2`)).text).toBe("");
    expect((await call("GET", `/tasks/${uuid}/stdout/9`)).status).toBe(404);
    expect(await taskOf(uuid)).toMatchObject({
      state: "Failure",
      errors: [{ code: "InstancesFailed", message: "Instances 2 failed." }],
      status: { failedRange: "2" },
    });
  });

  it("sends many at once and learns what each came to", async () => {
    const many = await call("POST", "/tasks", [
      pythonTask(),
      pythonTask({ name: "" }),
      pythonTask({ resourceBuckets: ["nowhere"] }),
    ]);
    expect(many.status).toBe(207);
    const outcomes = many.json as { statusCode: number; uuid: string | null; message: string | null }[];
    expect(outcomes.map((o) => [o.statusCode, o.uuid !== null])).toEqual([
      [200, true],
      [400, false],
      [404, false],
    ]);
    expect(outcomes[1]?.message).toMatch(/^Invalid task file\. Invalid fields: name/);
    expect(outcomes[2]?.message).toBe("No such bucket: nowhere");
  });
});

describe("the command line in C#", () => {
  it("is understood in its PascalCase, by shortname, and lists by pages", async () => {
    const made = await call("POST", "/tasks", {
      Name: "from the cli",
      Shortname: "cli-1",
      Profile: "blender",
      InstanceCount: 2,
      Constants: [
        { Key: "BLEND_FILE", Value: "scene.blend" },
        { Key: "QARNOT_SECRET__PASS", Value: "hush" },
      ],
      ResourceBuckets: [input],
      ResultBucket: "cli-out",
      Tags: ["a", "b"],
    });
    expect(made.status).toBe(200);
    expect(await taskOf("cli-1")).toMatchObject({
      shortname: "cli-1",
      instanceCount: 2,
      totalInstanceCount: 2,
      advancedRanges: null,
      resourceBuckets: [input],
      advancedResourceBuckets: [],
      tags: ["a", "b"],
      constants: [
        { key: "BLEND_FILE", value: "scene.blend" },
        { key: "QARNOT_SECRET__PASS", value: "[SECRET]" },
      ],
    });
    const stored = await farm.db.query<{ task: unknown }>("select task from jobs where shortname = 'cli-1'");
    expect(JSON.stringify(stored)).not.toContain("hush");
    expect((await node.lease()).frames.map((f) => f.fileName)).toEqual(["0000.png"]);
    await call("PUT", "/tasks/cli-1", {
      Constants: [
        { Key: "BLEND_FILE", Value: "scene.blend" },
        { Key: "QARNOT_SECRET__PASS", Value: "[SECRET]" },
      ],
      Tags: ["c"],
    });
    expect((await taskOf("cli-1")).tags).toEqual(["c"]);
    const again = (await call("POST", "/tasks/cli-1/clone", { Name: "once more" })).json as { uuid: string };
    expect(await taskOf(again.uuid)).toMatchObject({
      name: "once more",
      instanceCount: 2,
      shortname: again.uuid,
    });
    const page = await call("POST", "/tasks/summaries/paginate", {
      Filter: { Operator: "Like", Field: "Name", Value: "/^from/" },
      MaximumResults: 10,
      OrderBy: "Name",
    });
    expect(page.json).toMatchObject({ count: 1, total: 1, isTruncated: false, nextToken: null });
  });
});

describe("Node's SDK", () => {
  it("stops, resumes what was cancelled, and posts without a body", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const { uuid } = (await call("POST", "/tasks", pythonTask({ resultBucket: "node-out" }))).json as {
      uuid: string;
    };
    await node.deliver(await node.lease(), 1);
    const stopped = await call("POST", `/tasks/${uuid}/abort`, "", form);
    expect([stopped.status, stopped.text]).toEqual([200, ""]);
    expect(["PendingCancel", "Cancelled"]).toContain((await taskOf(uuid)).state);
    expect((await call("POST", `/tasks/${uuid}/abort`, "", form)).status).toBe(403);
    const resumed = (await call("POST", `/tasks/${uuid}/resume`, {})).json as { uuid: string };
    expect(await taskOf(resumed.uuid)).toMatchObject({ advancedRanges: "2-3", resultBucket: "node-out" });
    expect((await call("POST", `/tasks/${uuid}/retry`, {})).status).toBe(400);
    for (const frame of [2, 3]) await node.deliver(await node.lease(), frame);
    expect(await keysOf("node-out")).toEqual(["0001.png", "0002.png", "0003.png"]);
    expect((await call("GET", "/tasks")).json).toHaveLength(2);
    expect((await call("GET", "/tasks/summaries")).json).toHaveLength(2);
    expect((await call("PATCH", `/tasks/${uuid}`)).status).toBe(400);
  });
});
