/** A job that starts by itself when its price is known: whoever asked may have closed the page. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { QuoteDecided } from "#lib/contract/events.ts";
import { fromCredits } from "#lib/domain/credits.ts";
import type { JobId, ProjectId } from "#lib/domain/ids.ts";
import type { StartWish } from "#lib/domain/start-within.ts";
import { sweepOnce } from "../sweep/run.ts";
import {
  aSummary,
  openTestPlatform,
  type TestAccount,
  type TestNode,
  type TestPlatform,
} from "../test-platform.ts";
import { renderProbes } from "./test-probes.ts";

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

const ask = (start: Partial<StartWish> = {}) =>
  owner.farm.quotes.start({
    body: {
      projectId: project.id,
      settings: { blendFile: "scene.blend", frames: "1-100", samples: 16 },
      start: { name: "shot 12", within: 400, ...start },
    },
  });
const quoteOf = (quoteId: JobId) => owner.farm.quotes.get({ params: { quoteId } });
const jobs = () => owner.farm.jobs.list({ query: {} });

async function decided(quoteId: JobId): Promise<QuoteDecided[]> {
  const rows = await farm.db.query<{ event: QuoteDecided }>(
    "select body as event from events where body->>'type' = 'quote.decided' and body->>'quoteId' = $1",
    [quoteId],
  );
  return rows.map((row) => row.event);
}

it("within what it may cost it starts, with that as its cap, and the owner is told once", async () => {
  const { id, start } = await ask({ within: 30 });
  expect(start).toMatchObject({ within: 30, outcome: null });
  expect(await owner.farm.quotes.starts()).toMatchObject([{ id }]);
  await renderProbes(farm, node, () => 12);
  const [job] = await jobs();
  expect(job).toMatchObject({
    name: "shot 12",
    projectId: project.id,
    totalFrames: 100,
    settings: { frames: "1-100", samples: 16, percentage: null },
    ceiling: { cap: fromCredits(30), atCap: "pause" },
  });
  await sweepOnce(farm.platform);
  expect(await jobs()).toHaveLength(1);
  const text = expect.stringContaining("shot 12 was started by itself") as string;
  expect(await decided(id)).toMatchObject([{ jobId: job?.id, text, accountId: owner.id }]);
  expect((await quoteOf(id)).start?.outcome).toMatchObject({ jobId: job?.id, text });
  expect(await owner.farm.quotes.starts()).toEqual([]);
});

it("dearer than that it waits for its owner, who is told why", async () => {
  const { id } = await ask({ within: 20 });
  await renderProbes(farm, node, () => 12);
  expect(await jobs()).toEqual([]);
  const text = expect.stringMatching(
    /^shot 12 was not started: .* more than the 20 credits that you allowed/,
  ) as string;
  expect(await decided(id)).toMatchObject([{ jobId: null, text }]);
  expect(await owner.farm.quotes.starts()).toMatchObject([{ id, start: { outcome: { text } } }]);
  await owner.farm.quotes.giveUp({ params: { quoteId: id } });
  expect(await owner.farm.quotes.starts()).toEqual([]);
});

it("a probe that can't be rendered, or files that are missing, keep it from starting", async () => {
  const broken = await ask();
  for (let lease = await node.acquire(); lease?.kind === "render"; lease = await node.acquire())
    for (const { frame } of lease.frames) await node.fail(lease, frame, "no_camera");
  await sweepOnce(farm.platform);
  expect((await quoteOf(broken.id)).start?.outcome?.text).toContain("a probe could not be rendered");
  project = await farm.aProject(owner, aSummary({ missingFiles: ["//tex/a.png"] }));
  const missing = await ask();
  await renderProbes(farm, node, () => 12);
  expect((await quoteOf(missing.id)).start?.outcome?.text).toContain("a file is missing, //tex/a.png");
  expect(await jobs()).toEqual([]);
  await ask({ acceptsMissing: true });
  await renderProbes(farm, node, () => 12);
  expect(await jobs()).toHaveLength(1);
});

it("what submitting refuses is told too", async () => {
  await farm.db.query("update accounts set balance = 0 where id = $1", [owner.id]);
  const { id } = await ask();
  await renderProbes(farm, node, () => 12);
  expect((await quoteOf(id)).start?.outcome?.text).toMatch(/was not started: .*credits/);
});

it("asking for another price leaves it waiting; giving it up does not", async () => {
  const { id } = await ask();
  await ask();
  await owner.farm.quotes.start({
    body: { projectId: project.id, settings: { blendFile: "scene.blend", frames: "1" } },
  });
  expect(await owner.farm.quotes.starts()).toHaveLength(2);
  await owner.farm.quotes.giveUp({ params: { quoteId: id } });
  await renderProbes(farm, node, () => 12);
  expect(await jobs()).toHaveLength(1);
});

it("a platform that died after the last probe starts it when it comes back, and only once", async () => {
  const { id } = await ask();
  const state = {
    ...(await farm.db.query<{ probe: object }>("select probe from jobs where id = $1", [id]))[0],
  };
  // While it renders nobody knows of the wish: as if the process had ended right after the last delivery.
  await farm.db.query("update jobs set probe = jsonb_set(probe, '{start}', 'null') where id = $1", [id]);
  await renderProbes(farm, node, () => 12);
  await farm.db.query("update jobs set probe = $2 where id = $1", [id, state.probe]);
  expect(await jobs()).toEqual([]);
  await Promise.all([sweepOnce(farm.platform), sweepOnce(farm.platform)]);
  expect(await jobs()).toHaveLength(1);
  expect(await decided(id)).toHaveLength(1);
});

it("another account sees and gives up nothing of it", async () => {
  const { id } = await ask();
  const other = await farm.anAccount();
  expect(await other.farm.quotes.starts()).toEqual([]);
  await expect(other.farm.quotes.giveUp({ params: { quoteId: id } })).rejects.toMatchObject({
    code: "not_found",
  });
});
