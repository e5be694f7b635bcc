/** The whole way over HTTP: sign in, project, job, lease, frame, money, events. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { watchEvents } from "#lib/client/event-stream.ts";
import type { FarmEvent } from "#lib/contract/events.ts";
import { fromCredits } from "#lib/domain/credits.ts";
import { openTestPlatform, type TestPlatform } from "./test-platform.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

it("a job goes from submitted to settled, live, and costs what its frames cost", async () => {
  const owner = await farm.anAccount({ credits: 10 });
  const { token } = await farm.farmAs(null).sessions.create({ body: owner });
  const artist = farm.farmAs(token);
  const jobId = await farm.aJob(owner, { frames: "1-2" });
  const submitted = await artist.jobs.get({ params: { jobId } });
  expect(submitted).toMatchObject({ state: "queued", totalFrames: 2, waiting: { code: "no_nodes" } });
  expect((await artist.accounts.me()).balance).toBe(fromCredits(10) - submitted.held);

  const stop = new AbortController();
  const heard: FarmEvent[] = [];
  const node = await farm.aNode();
  const watching = watchEvents({
    baseUrl: farm.baseUrl,
    credential: token,
    topics: [`job:${jobId}`, `account:${owner.id}`],
    signal: stop.signal,
  });
  for await (const message of watching) {
    if (message.type === "ready") {
      const first = await node.lease();
      expect(first.frames.map((f) => f.fileName)).toEqual(["0001.png"]);
      expect((await artist.jobs.get({ params: { jobId } })).activeCores).toBe(2);
      farm.pass(30);
      await node.deliver(first, 1, 61);
      const second = await node.lease();
      farm.pass(30);
      await node.deliver(second, 2, 61);
      expect(await node.acquire()).toBeNull();
    }
    if (message.type === "event") heard.push(message.event);
    if (message.type === "event" && message.event.type === "job.changed" && message.event.job.endedAt) break;
  }
  stop.abort();

  const job = await artist.jobs.get({ params: { jobId } });
  expect(job).toMatchObject({ state: "completed", delivered: 1, held: 0, activeCores: 0, waiting: null });
  expect(job.charged).toBe(fromCredits(3));
  expect(job.coreSeconds).toBe(122);
  expect(await artist.accounts.me()).toMatchObject({ balance: fromCredits(7), held: 0 });
  const revisions = heard.flatMap((e) => (e.type === "job.changed" ? [[e.since, e.revision]] : []));
  for (const [since, revision] of revisions) expect(revision).toBe((since ?? 0) + 1);
  expect(heard.some((e) => e.type === "frames.changed")).toBe(true);
});
