/** The facts sheet, on a real database. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestPlatform, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

it("a job's sheet tells its computation, data and energy by the administrator's watts", async () => {
  const owner = await farm.anAccount({ credits: 100 });
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1-2" });
  expect(await owner.farm.jobs.facts({ params: { jobId } })).toMatchObject({
    durationSeconds: null,
    coreSeconds: 0,
    secondsPerFrame: null,
    averageCores: null,
    bytesOut: 0,
    energy: { source: "told", consumedWh: 0 },
  });
  await node.deliver(await node.lease(), 1, 18);
  farm.pass(3600);
  await node.deliver(await node.lease(), 2, 18);
  const facts = await owner.farm.jobs.facts({ params: { jobId } });
  // The clock goes on meanwhile, by less than a minute.
  expect(facts.durationSeconds).toBeGreaterThanOrEqual(3600);
  expect(facts.durationSeconds).toBeLessThan(3660);
  expect(facts.averageCores).toBeCloseTo(0.01);
  expect(facts).toMatchObject({ coreSeconds: 36, secondsPerFrame: 3 });
  expect(facts).toMatchObject({
    bytesOut: 18,
    energy: { source: "told", wattsPerCore: 10, consumedWh: 0.1 },
  });
});

it("what nodes measured counts, and the sheet says so", async () => {
  const owner = await farm.anAccount({ credits: 100 });
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1-2" });
  await node.deliver(await node.lease(), 1, 18, 360);
  expect((await owner.farm.jobs.facts({ params: { jobId } })).energy).toMatchObject({
    source: "measured",
    wattsPerCore: 20,
    consumedWh: 0.1,
  });
  await node.deliver(await node.lease(), 2, 18);
  expect((await owner.farm.jobs.facts({ params: { jobId } })).energy).toMatchObject({
    source: "both",
    wattsPerCore: 15,
    consumedWh: 0.15,
  });
});

it("a sheet is its owner's alone", async () => {
  const [owner, other] = [await farm.anAccount({ credits: 100 }), await farm.anAccount({ credits: 100 })];
  const jobId = await farm.aJob(owner, { frames: "1" });
  await expect(other.farm.jobs.facts({ params: { jobId } })).rejects.toMatchObject({ status: 404 });
});
