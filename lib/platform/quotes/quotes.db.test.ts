/** Quotes: probes before everything else, shown to nobody as a job, charged to nobody, and a price at the end. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { fromCredits } from "#lib/domain/credits.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import { MAX_PROBES } from "#lib/domain/probes.ts";
import { openTestPlatform, type TestAccount, type TestNode, type TestPlatform } from "../test-platform.ts";
import { deliverProbe, renderProbes } from "./test-probes.ts";

let farm: TestPlatform;
let owner: TestAccount;
let node: TestNode;
let project: { id: ProjectId; bucket: string };
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());
beforeEach(async () => {
  await farm.db.query("update jobs set deleted_at = now() where deleted_at is null");
  owner = await farm.anAccount({ credits: 1000 });
  node = await farm.aNode();
  project = await farm.aProject(owner);
});

const ask = (frames = "1-100") =>
  owner.farm.quotes.start({
    body: { projectId: project.id, settings: { blendFile: "scene.blend", frames, samples: 16 } },
  });
const quoteOf = (quoteId: Awaited<ReturnType<typeof ask>>["id"]) =>
  owner.farm.quotes.get({ params: { quoteId } });

const renderAll = (cost: (frame: number) => number) => renderProbes(farm, node, cost);

it("three small probes are rendered before an older job, then more, and tell what all the frames will cost", async () => {
  const older = await farm.aJob(owner, { frames: "1" });
  const { id, state, probes } = await ask();
  expect(state).toBe("probing");
  expect(probes.map((probe) => probe.frame)).toEqual([1, 51, 100]);
  const lease = await node.lease();
  expect(lease).toMatchObject({ jobId: id, settings: { percentage: 50, samples: 4, frames: "1, 51, 100" } });
  await deliverProbe(farm, node, lease, { frame: 1, cost: 12 });
  const [second, third, all] = await renderAll(() => 12);
  expect([second, third, all]).toEqual([51, 100, 52]);
  const quote = await quoteOf(id);
  expect(quote).toMatchObject({
    state: "ready",
    problem: null,
    pixels: 10_000,
    samples: 16,
    probePixels: 2500,
  });
  expect(quote.probes.map(({ frame, samples }) => [frame, samples])).toContainEqual([52, 16]);
  expect(quote.estimate?.coreSeconds).toBeCloseTo(1200);
  expect(quote.estimate?.likely).toBe(fromCredits(20));
  expect(quote.estimate?.low).toBeLessThan(fromCredits(19));
  expect(quote.estimate?.high).toBeGreaterThan(fromCredits(21));
  expect(quote.probes[0]).toMatchObject({ peakMemoryBytes: 300e6, thumbnailUrl: expect.any(String) });
  expect((await node.lease()).jobId).toBe(older);
});

it("where times differ more frames are looked at", async () => {
  const { id } = await ask();
  const rendered = await renderAll((frame) => (frame > 60 ? 60 : 12));
  expect(rendered.length).toBeGreaterThan(5);
  expect(rendered.length).toBeLessThanOrEqual(MAX_PROBES);
  const real = 60 * 12 + 40 * 60;
  const quote = await quoteOf(id);
  expect(quote.probes).toHaveLength(rendered.length);
  expect(Math.abs((quote.estimate?.coreSeconds ?? 0) / real - 1)).toBeLessThan(0.15);
});

it("probes cost nothing, hold nothing, and are in no list", async () => {
  const { id } = await ask();
  const before = await owner.farm.accounts.me();
  expect(before).toMatchObject({ balance: fromCredits(1000), held: 0 });
  await renderAll(() => 60);
  expect(await owner.farm.accounts.me()).toEqual(before);
  expect(await owner.farm.jobs.list({ query: {} })).toEqual([]);
  expect(await owner.farm.tasks.list({ query: {} })).toEqual([]);
  const told = await farm.db.query(
    "select 1 from events where body->>'type' in ('job.changed', 'frames.changed') and body->>'jobId' = $1",
    [id],
  );
  expect(told).toEqual([]);
});

it("asking again gives up what still renders; another account sees nothing of it", async () => {
  const first = await ask();
  const second = await ask("1-50");
  await expect(quoteOf(first.id)).rejects.toMatchObject({ code: "not_found" });
  expect((await node.lease()).jobId).toBe(second.id);
  const other = await farm.anAccount();
  await expect(other.farm.quotes.get({ params: { quoteId: second.id } })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(
    other.farm.quotes.start({
      body: { projectId: project.id, settings: { blendFile: "scene.blend", frames: "1" } },
    }),
  ).rejects.toMatchObject({ code: "not_found" });
});

it("a scene that can't be rendered gives no price but the reason", async () => {
  const { id } = await ask();
  for (;;) {
    const lease = await node.acquire();
    if (lease?.kind !== "render") break;
    for (const { frame } of lease.frames) await node.fail(lease, frame, "no_camera");
  }
  expect(await quoteOf(id)).toMatchObject({
    state: "failed",
    estimate: null,
    problem: expect.stringContaining("no camera"),
  });
});

it("a job is no quote, and settings that don't fit are refused by name", async () => {
  const jobId = await farm.aJob(owner);
  await expect(quoteOf(jobId)).rejects.toMatchObject({ code: "not_found" });
  await expect(
    owner.farm.quotes.start({
      body: { projectId: project.id, settings: { blendFile: "scene.blend", frames: "1", scene: "Nope" } },
    }),
  ).rejects.toMatchObject({ code: "invalid", fields: { scene: expect.any(String) } });
});
