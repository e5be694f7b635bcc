/** What clients of Qarnot's ask beside tasks: who am I, what is there, what did it cost, what did it draw. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JobId } from "#lib/domain/ids.ts";
import { openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";
import { wire, type WireRequest } from "../test-wire.ts";

let farm: TestPlatform;
let owner: TestAccount;
let jobId: JobId;
beforeAll(async () => {
  farm = await openTestPlatform();
  owner = await farm.anAccount({ credits: 1000 });
  jobId = await farm.aJob(owner, { frames: "1-3" });
  const node = await farm.aNode({
    cores: 8,
    memoryBytes: 32 * 2 ** 30,
    cpuModel: "AMD Ryzen 7 3700X 8-Core Processor",
  });
  await node.beat();
  const lease = await node.lease();
  farm.pass(60);
  await node.deliver(lease, 1, 36);
  await node.lease();
});
afterAll(() => farm.close());

const send = (path: string, sent: Partial<WireRequest> = {}) =>
  wire(farm.baseUrl, path, { token: owner.token, ...sent });
const read = async <T>(path: string) => (await send(path)).json<T>();

describe("/info", () => {
  it("has every count that clients of any year read", async () => {
    const info = await read<Record<string, unknown>>("/info");
    const counts = [
      ..."maxBucket bucketCount quotaBytes usedQuotaBytes quotaBytesBucket usedQuotaBytesBucket".split(" "),
      ..."maxTask taskCount maxRunningTask runningTaskCount maxJob jobCount maxPool poolCount".split(" "),
      ..."maxRunningPool runningPoolCount maxInstances maxCores runningInstanceCount runningCoreCount".split(
        " ",
      ),
      ..."maxFlexInstances maxFlexCores maxOnDemandInstances maxOnDemandCores diskCount maxDisk".split(" "),
      ..."finishedExecutionTime runningExecutionTime totalExecutionTime".split(" "),
    ];
    for (const name of counts) expect(Number.isInteger(info[name]), name).toBe(true);
    expect(info).toMatchObject({
      email: owner.email,
      taskCount: 1,
      runningTaskCount: 1,
      maxCores: 8,
      projects: [{ isDefault: true, uuid: owner.id }],
      computingQuotas: { user: { onDemand: { runningInstancesCount: 0 }, reserved: [] }, organization: null },
    });
    expect(info["runningCoreCount"]).toBeGreaterThan(0);
  });
  it("and the user's quotas agree; of an organization there are none", async () => {
    const { computingQuotas } = await read<{ computingQuotas: { user: unknown } }>("/info");
    expect(await read("/quotas/computing-quotas/user")).toEqual(computingQuotas.user);
    expect((await send("/quotas/computing-quotas/organization")).status).toBe(404);
  });
});

describe("hardware", () => {
  it("is what the farm's nodes are, page by page, in the words of either client", async () => {
    interface Page {
      data: { discriminator: string; coreCount?: number }[];
      total: number;
    }
    const all = await read<Page>("/hardware-constraints?limit=50&offset=0");
    expect(all.data).toContainEqual({ discriminator: "MinimumCoreHardwareConstraint", coreCount: 8 });
    expect(all.data).toContainEqual({ discriminator: "NoGpuHardwareConstraint" });
    expect(all.total).toBe(all.data.length);
    const rest = await read<Page>("/hardware-constraints?Limit=2&Offset=1");
    expect(rest).toMatchObject({ limit: 2, offset: 1, data: all.data.slice(1, 3), total: all.total });
    expect((await send("/hardware-constraints?limit=lots")).status).toBe(400);
  });
  it("of a model is found by words of its name", async () => {
    const path = "/hardware-constraints/cpu-model-constraints/search?cpuModel=";
    expect(await read(`${path}ryzen%203700`)).toEqual([
      { discriminator: "CpuModelHardwareConstraint", cpuModel: "AMD Ryzen 7 3700X 8-Core Processor" },
    ]);
    expect(await read(`${path}xeon`)).toEqual([]);
  });
  it("forwards no ports", async () => {
    expect(await read(`/v1/network/tasks/${jobId}/port-forward`)).toEqual({ "0": {} });
  });
});

describe("credits", () => {
  it("are ours: core-minutes of account, task and pool", async () => {
    expect(await read(`/credits/v1/tasks/${jobId}/credits`)).toEqual({ credits: 0.6 });
    const { credits } = await read<{ credits: number }>("/credits/v1/accounts/credits");
    const me = await owner.farm.accounts.me();
    expect(credits).toBe(me.balance / 1e6);
    expect(await read(`/credits/v1/projects/${owner.id}/budgets?activeOnly=True`)).toEqual({ budgets: [] });
    expect((await send("/credits/v1/projects/00000000-0000-4000-8000-000000000000/budgets")).status).toBe(
      404,
    );
  });
});

describe("carbon", () => {
  const path = () => `/Carbon/v1/tasks/${jobId}/carbon-facts?comparisonDatacenter=x`;
  it("follows from core-seconds: 36 at 10 W are 0.1 Wh", async () => {
    expect(await read(path())).toMatchObject({
      total_consumed_energy_Wh: 0.1,
      qarnot_carbon_footprint: 0.025,
      equivalent_datacenter_name: "Average datacenter",
      PUE: 1,
      ERF: 0,
    });
  });
  it("is reckoned with what an administrator says, and nobody else says it", async () => {
    const admin = await farm.anAccount({ role: "admin" });
    await admin.farm.carbonSettings.set({
      body: { wattsPerCore: 20, pue: 1.5, reference: { name: "The hall" } },
    });
    const facts = await read<{ total_energy_it_Wh: number; total_consumed_energy_Wh: number }>(path());
    expect(facts).toMatchObject({ equivalent_datacenter_name: "The hall" });
    expect(facts.total_energy_it_Wh).toBeCloseTo(0.2);
    expect(facts.total_consumed_energy_Wh).toBeCloseTo(0.3);
    expect((await admin.farm.carbonSettings.get()).gridGrams).toBe(250);
    await expect(owner.farm.carbonSettings.set({ body: {} })).rejects.toMatchObject({ status: 403 });
    await expect(admin.farm.carbonSettings.set({ body: { pue: 0 } })).rejects.toMatchObject({ status: 400 });
    await admin.farm.carbonSettings.set({ body: {} });
  });
});

describe("secrets", () => {
  const at = (key: string, method = "GET", body?: unknown) =>
    send(`/secrets-manager/data/${key}`, { method, body });
  it("are made once, read, changed and forgotten, as Python's client does", async () => {
    expect((await at("db/password", "PUT", { Value: "swordfish" })).status).toBe(200);
    expect((await at("db/password", "PUT", { Value: "other" })).status).toBe(409);
    expect((await at("db/password")).json()).toEqual({ value: "swordfish" });
    expect((await at("db/password", "PATCH", { Value: "marlin" })).status).toBe(200);
    expect((await at("db/password")).json()).toEqual({ value: "marlin" });
    expect((await at("db/missing", "PATCH", { Value: "x" })).status).toBe(404);
    expect((await at("db/password", "DELETE")).status).toBe(200);
    expect((await at("db/password")).status).toBe(404);
    expect((await at("db/password", "DELETE")).status).toBe(404);
  });
  it("are listed one level at a time, without the prefix", async () => {
    for (const key of ["a", "b/c", "b/d/e", "bc"]) await at(key, "PUT", { Value: key });
    const below = (prefix: string) => read(`/secrets-manager/search/${prefix}`);
    expect(await below("")).toEqual({ keys: ["a", "b/", "bc"] });
    expect(await below("b")).toEqual({ keys: ["c", "d/"] });
    expect(await below("b/d/")).toEqual({ keys: ["e"] });
    expect(await read("/secrets-manager/search")).toEqual({ keys: ["a", "b/", "bc"] });
  });
  it("are sealed in the database, for their account and key only", async () => {
    await at("one", "PUT", { Value: "tell nobody" });
    await at("two", "PUT", { Value: "else" });
    const rows = await farm.db.query<{ sealed: string }>("select sealed from secrets where key = 'one'");
    expect(JSON.stringify(rows)).not.toContain("tell nobody");
    await farm.db.query("update secrets set sealed = $1 where key = 'two'", [rows[0]?.sealed]);
    const moved = await at("two");
    expect(moved.status).toBe(409);
    expect(moved.text).not.toContain("tell nobody");
  });
  it("are not for a token that only looks", async () => {
    const { token } = await owner.farm.tokens.create({ body: { name: "r", scope: "read" } });
    expect((await send("/secrets-manager/data/a", { token })).status).toBe(403);
  });
  it.each(["", "a//b", "%ff"])("a key %j that is none is refused", async (key) => {
    expect((await at(key, "PUT", { Value: "x" })).status).toBe(404);
  });
});
