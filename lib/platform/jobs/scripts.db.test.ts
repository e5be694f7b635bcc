/** Commands: off until an administrator allows them, refused by name, handed out only then, delivered with their files. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ScriptLease } from "#lib/contract/farm/nodes.ts";
import type { TaskCreationInput } from "#lib/contract/qarnot/task.ts";
import type { JobId } from "#lib/domain/ids.ts";
import {
  aTask,
  openTestPlatform,
  type TestAccount,
  type TestNode,
  type TestPlatform,
} from "../test-platform.ts";

let farm: TestPlatform;
let owner: TestAccount;
let admin: TestAccount;
let node: TestNode;
beforeAll(async () => {
  farm = await openTestPlatform();
  owner = await farm.anAccount({ credits: 100_000 });
  admin = await farm.anAccount({ role: "admin" });
  node = await farm.aNode({ runsScripts: true, blenders: [] });
});
afterAll(() => farm.close());
beforeEach(async () => {
  await farm.db.query("update jobs set deleted_at = now() where deleted_at is null");
  await farm.db.query("update inspections set ended_at = now() where ended_at is null");
  await allow(true);
});

const allow = (allowsScripts: boolean) => admin.farm.farm.changeSettings({ body: { allowsScripts } });

const aScript = (
  constants: Record<string, string> = {},
  change: Partial<TaskCreationInput> = {},
): TaskCreationInput => ({
  name: "back-test",
  profile: "script",
  constants: Object.entries({ SCRIPT_CMD: "python3 backtest.py", ...constants }).map(([key, value]) => ({
    key,
    value,
  })),
  instanceCount: 3,
  ...change,
});
const submit = async (task = aScript(), who = owner): Promise<JobId> =>
  (await who.farm.tasks.submit({ body: task })).uuid;

async function lease(): Promise<ScriptLease> {
  const work = await node.acquire();
  if (work?.kind !== "script") throw new Error(`Wanted a command, got ${JSON.stringify(work)}`);
  return work;
}

/** Stores these files and reports them. */
async function deliver(work: ScriptLease, files: Record<string, string>, coreSeconds = 6): Promise<void> {
  const params = { leaseId: work.leaseId, frame: work.frames[0]?.frame ?? 0 };
  const paths = Object.keys(files);
  const addresses = await node.farm.leases.addresses({ params, body: { paths } });
  expect(addresses.urls).toHaveLength(paths.length);
  const bucket = `job-${work.jobId}`;
  for (const [path, text] of Object.entries(files))
    await farm.objects.put(bucket, `${params.leaseId}/${params.frame}/${path}`, Buffer.from(text));
  await node.farm.leases.deliver({
    params,
    body: {
      seconds: 3,
      coreSeconds,
      peakMemoryBytes: 1000,
      log: "done",
      files: Object.entries(files).map(([path, text]) => ({ path, sizeBytes: Buffer.byteLength(text) })),
      streams: { stdoutBytes: 5, stderrBytes: 0 },
    },
  });
}

describe("whether the farm runs commands", () => {
  it("is the administrator's to say, and until then nothing is run, in words", async () => {
    await farm.db.query("delete from settings where name = 'scripts'");
    expect(await admin.farm.farm.settings()).toEqual({ allowsScripts: false, changed: null });
    expect(await owner.farm.platform.profiles()).not.toContain("script");
    for (const who of [owner, admin])
      await expect(submit(aScript(), who)).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining("does not run commands") as string,
      });
    const changed = await allow(true);
    expect(changed).toMatchObject({ allowsScripts: true, changed: { by: admin.email } });
    expect(await owner.farm.platform.profiles()).toContain("script");
    const profile = await owner.farm.platform.profile({ params: { name: "script" } });
    expect(profile.constants.map((c) => c.name)).toEqual(["SCRIPT_CMD", "SCRIPT_PROGRESS"]);
    expect(await submit()).toBeTruthy();
  });

  it("nobody else sees or changes it", async () => {
    await expect(owner.farm.farm.settings()).rejects.toMatchObject({ status: 403 });
    await expect(owner.farm.farm.changeSettings({ body: { allowsScripts: true } })).rejects.toMatchObject({
      status: 403,
    });
  });

  it("turned off, what waits goes on waiting and says why, and goes on when it is allowed again", async () => {
    const jobId = await submit();
    await allow(false);
    expect(await node.acquire()).toBeNull();
    const job = await owner.farm.jobs.get({ params: { jobId } });
    expect(job.waiting).toMatchObject({ code: "scripts_off" });
    await allow(true);
    expect((await lease()).jobId).toBe(jobId);
  });
});

describe("a submission is refused by name", () => {
  it.each<[string, TaskCreationInput, string]>([
    ["no command", aScript({ SCRIPT_CMD: "" }), "SCRIPT_CMD"],
    ["a command of blanks", aScript({ SCRIPT_CMD: "  " }), "SCRIPT_CMD"],
    ["an unknown constant of the profile", aScript({ SCRIPT_COMMAND: "ls" }), "SCRIPT_COMMAND"],
    ["a constant that each run sets", aScript({ INSTANCE_ID: "1" }), "INSTANCE_ID"],
    ["a constant of the shell's own", aScript({ IFS: "x" }), "IFS"],
    ["an expression that is none", aScript({ SCRIPT_PROGRESS: "(" }), "SCRIPT_PROGRESS"],
    ["one with back-references", aScript({ SCRIPT_PROGRESS: "(a)\\1" }), "SCRIPT_PROGRESS"],
    ["one that is too large", aScript({ SCRIPT_PROGRESS: "((a{100}){100}){100}" }), "SCRIPT_PROGRESS"],
    ["no runs", aScript({}, { instanceCount: 0 }), "advancedRanges"],
    ["a reversed range", aScript({}, { instanceCount: 0, advancedRanges: "9-1" }), "advancedRanges"],
  ])("%s", async (_, task, field) => {
    await expect(submit(task)).rejects.toMatchObject({
      code: "invalid",
      fields: { [field]: expect.any(String) as string },
    });
    expect(await owner.farm.jobs.list({ query: {} })).toEqual([]);
  });

  it("another account's bucket is not found", async () => {
    const other = await farm.anAccount();
    const { bucket } = await farm.aProject(other);
    await expect(submit(aScript({}, { resourceBuckets: [bucket] }))).rejects.toMatchObject({ status: 404 });
  });
});

it("a node gets the command, its environment and its resources; one that renders only gets none", async () => {
  const { bucket } = await farm.aProject(owner);
  await submit(
    aScript({ SEED: "7", SCRIPT_PROGRESS: "(\\d+)%" }, { advancedRanges: "5-7", resourceBuckets: [bucket] }),
  );
  const renderer = await farm.aNode({ runsScripts: false });
  expect(await renderer.acquire()).toBeNull();
  const work = await lease();
  expect(work).toMatchObject({ command: "python3 backtest.py", progress: "(\\d+)%" });
  expect(work.source).toMatchObject({ mainFile: null, fileCount: 1 });
  expect(work.frames[0]).toMatchObject({
    frame: 5,
    environment: { SEED: "7", INSTANCE_ID: "5", INSTANCE_COUNT: "3" },
  });
});

describe("secrets", () => {
  const rights = (bySecret: string[], byPrefix: string[] = []) => ({
    secretsAccessRights: {
      bySecret: bySecret.map((key) => ({ key })),
      byPrefix: byPrefix.map((prefix) => ({ prefix })),
    },
  });
  const environment = async () => (await lease()).frames[0]?.environment ?? {};
  beforeAll(async () => {
    for (const key of ["db/password", "db/user", "api-key"])
      await owner.farm.secrets.create({ params: { key }, body: { value: `${key} of ours` } });
  });

  it("reach the command that may know them, by name or by the beginning of their keys, and no other", async () => {
    await submit(aScript({}, { ...rights(["api-key"]), instanceCount: 1 }));
    expect(await environment()).toMatchObject({ api_key: "api-key of ours" });
    await submit(aScript({}, { ...rights([], ["db/"]), instanceCount: 1 }));
    const both = await environment();
    expect(both).toMatchObject({ db_password: "db/password of ours", db_user: "db/user of ours" });
    expect(both).not.toHaveProperty("api_key");
    await submit(aScript({}, { instanceCount: 1 }));
    expect(await environment()).not.toHaveProperty("db_password");
  });

  it("are read when the run begins, and told to nobody who asks for the task", async () => {
    const jobId = await submit(aScript({}, { ...rights(["db/password"]), instanceCount: 1 }));
    await owner.farm.secrets.update({ params: { key: "db/password" }, body: { value: "changed since" } });
    const task = await owner.farm.tasks.get({ params: { jobId } });
    expect(task.secretsAccessRights).toEqual({ bySecret: [{ key: "db/password" }], byPrefix: [] });
    expect(JSON.stringify(task)).not.toContain("changed since");
    expect(await environment()).toMatchObject({ db_password: "changed since" });
  });

  it("of another account, or not there, are refused by name", async () => {
    const stranger = await farm.anAccount({ credits: 1000 });
    for (const [who, key] of [
      [stranger, "api-key"],
      [owner, "missing"],
    ] as const)
      await expect(submit(aScript({}, rights([key])), who)).rejects.toMatchObject({
        status: 400,
        message: expect.stringContaining(key) as string,
      });
    await submit(aScript({}, { ...rights([], ["db/"]), instanceCount: 1 }), stranger);
    expect(await environment()).not.toHaveProperty("db_user");
  });
});

it("what a run left is listed, charged once, and replaced when it is run again", async () => {
  const jobId = await submit(aScript({}, { instanceCount: 1 }));
  const first = await lease();
  await deliver(first, { "out/a.csv": "1,2", "log.txt": "" }, 6);
  const params = { jobId, frame: 0 };
  const detail = await owner.farm.jobs.frame({ params });
  expect(detail).toMatchObject({ state: "completed", resultCount: 2, sizeBytes: 3, fileName: null });
  expect(detail.results.map((r) => [r.path, r.sizeBytes])).toEqual([
    ["log.txt", 0],
    ["out/a.csv", 3],
  ]);
  expect(detail.attempts[0]?.stdoutUrl).toMatch(/\.stdout/);
  // The same report again, after an answer that got lost.
  await node.farm.leases.deliver({
    params: { leaseId: first.leaseId, frame: 0 },
    body: {
      seconds: 3,
      coreSeconds: 6,
      peakMemoryBytes: 1,
      log: "",
      files: [],
      streams: { stdoutBytes: 0, stderrBytes: 0 },
    },
  });
  expect((await owner.farm.jobs.get({ params: { jobId } })).coreSeconds).toBe(6);

  await owner.farm.jobs.retry({ params: { jobId }, body: { frames: "0" } });
  const second = await lease();
  await deliver(second, { "b.csv": "3" });
  const again = await owner.farm.jobs.frame({ params });
  expect(again.results.map((r) => r.path)).toEqual(["b.csv"]);
  const keys: string[] = [];
  for await (const { key } of farm.objects.list(`job-${jobId}`)) keys.push(key);
  expect(keys).toEqual([`${second.leaseId}/0/b.csv`]);
});

it("a run without any file has succeeded all the same", async () => {
  const jobId = await submit(aScript({}, { instanceCount: 1 }));
  await deliver(await lease(), {});
  expect(await owner.farm.jobs.get({ params: { jobId } })).toMatchObject({ state: "completed" });
  await expect(owner.farm.jobs.archive({ params: { jobId }, body: {} })).rejects.toMatchObject({
    code: "conflict",
  });
});

it("a report of files that are not in storage, or of another size, is refused", async () => {
  await submit(aScript({}, { instanceCount: 1 }));
  const work = await lease();
  const report = (path: string, sizeBytes: number) =>
    node.farm.leases.deliver({
      params: { leaseId: work.leaseId, frame: 0 },
      body: {
        seconds: 1,
        coreSeconds: 1,
        peakMemoryBytes: null,
        log: "",
        files: [{ path, sizeBytes }],
        streams: { stdoutBytes: 0, stderrBytes: 0 },
      },
    });
  await expect(report("a.csv", 1)).rejects.toMatchObject({ code: "invalid" });
  await farm.objects.put(`job-${work.jobId}`, `${work.leaseId}/0/a.csv`, Buffer.from("12"));
  await expect(report("a.csv", 1)).rejects.toMatchObject({ code: "invalid" });
  for (const path of ["../a.csv", "/a.csv", "a//b"])
    await expect(report(path, 2)).rejects.toMatchObject({ code: "invalid" });
  await report("a.csv", 2);
});

it("addresses are signed for a live lease of a command only", async () => {
  const jobId = await submit(aScript({}, { instanceCount: 1 }));
  const work = await lease();
  await owner.farm.tasks.abort({ params: { jobId } });
  const params = { leaseId: work.leaseId, frame: 0 };
  await expect(node.farm.leases.addresses({ params, body: { paths: ["a"] } })).rejects.toMatchObject({
    code: "lease_expired",
  });
  await expect(owner.farm.leases.addresses({ params, body: { paths: ["a"] } })).rejects.toMatchObject({
    status: 403,
  });
});

it("a command that failed is not tried again by itself, and keeps what it printed", async () => {
  const jobId = await submit(aScript({}, { instanceCount: 1 }));
  const work = await lease();
  await node.farm.leases.fail({
    params: { leaseId: work.leaseId, frame: 0 },
    body: {
      seconds: 1,
      coreSeconds: 1,
      peakMemoryBytes: null,
      log: "Traceback",
      failure: "script_failed",
      message: "The command ended with status 1.",
      streams: { stdoutBytes: 3, stderrBytes: 9 },
    },
  });
  const detail = await owner.farm.jobs.frame({ params: { jobId, frame: 0 } });
  expect(detail).toMatchObject({ state: "failed", failure: "script_failed" });
  expect(detail.attempts[0]?.stderrUrl).toMatch(/\.stderr/);
  expect(await owner.farm.jobs.get({ params: { jobId } })).toMatchObject({ state: "failed", charged: 0 });
});

it("all results come as one zip; what several runs call alike lies in their own folders", async () => {
  const jobId = await submit(aScript({}, { instanceCount: 2 }));
  await deliver(await lease(), { "equity-0.csv": "a", "log.txt": "x" });
  await deliver(await lease(), { "equity-1.csv": "bb", "log.txt": "yy" });
  const { url, frames } = await owner.farm.jobs.archive({ params: { jobId }, body: {} });
  expect(frames).toBe(2);
  const zip = Buffer.from(await (await fetch(url)).arrayBuffer()).toString("latin1");
  for (const name of ["equity-0.csv", "equity-1.csv", "0000/log.txt", "0001/log.txt"])
    expect(zip).toContain(name);
});

it("a script's task reads back with its profile and constants", async () => {
  const jobId = await submit(aScript({ SEED: "7" }));
  const task = await owner.farm.tasks.get({ params: { jobId } });
  expect(task.profile).toBe("script");
  expect(task.constants).toContainEqual({ key: "SEED", value: "7" });
  expect(task.totalInstanceCount).toBe(3);
});

it("a render and a command wait side by side, and a node that does both gets both", async () => {
  const both = await farm.aNode({ runsScripts: true });
  const { bucket } = await farm.aProject(owner);
  await owner.farm.tasks.submit({ body: aTask(bucket, "1") });
  await submit(aScript({}, { instanceCount: 1 }));
  const kinds = [(await both.acquire())?.kind, (await both.acquire())?.kind];
  expect(new Set(kinds)).toEqual(new Set(["render", "script"]));
});
