/** A job stopped in the middle, and a network that is away for longer than a lease: what runs on in vain costs nobody anything. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFarm } from "#lib/client/index.ts";
import type { LeaseId } from "#lib/domain/ids.ts";
import { type Cable, layCable } from "../../e2e/support/cable.ts";
import { submitByApi } from "../../e2e/support/jobs.ts";
import type { Person } from "../../e2e/support/people.ts";
import { blendersBelow, computing, survivors } from "./test-support/blenders.ts";
import { aFarm, shareBlenders, type TestFarm } from "./test-support/farm.ts";
import { expectNothingLost, midFrame, untilEnded, untilJob } from "./test-support/job.ts";
import { type Part, startPart } from "./test-support/part.ts";

let farm: TestFarm;
let apiCable: Cable;
let storageCable: Cable;
let node: Part;
let artist: Person;

beforeAll(async () => {
  farm = await aFarm();
  apiCable = await layCable(farm.place.api);
  storageCable = await layCable(farm.place.storage);
  await farm.serve("platform", { HEARTH_STORAGE_URL: storageCable.origin });
  node = await farm.serve("agent", { FARM_URL: apiCable.origin });
  artist = await farm.artist();
});
afterAll(async () => {
  await farm.end();
  await Promise.all([apiCable.close(), storageCable.close()]);
});

const me = () => artist.farm.accounts.me();

test("hearth stop in the middle: Blenders end, only delivered frames are charged, and then nothing more", async () => {
  const SLOW = { samples: 1500, width: 96, height: 96 };
  const jobId = await submitByApi(artist, farm.scene("tiny"), { frames: "1-12", ...SLOW });
  await untilJob(
    farm,
    artist,
    jobId,
    (view) => view.job.counts.completed > 0 && midFrame(view) !== undefined,
  );
  const blenders = await blendersBelow(node.pid);
  expect((await computing(blenders)).length).toBeGreaterThan(0);

  const env = { HEARTH_FARM: farm.place.api, HEARTH_TOKEN: artist.token };
  const stop = startPart(["stop", jobId], env);
  expect(await stop.ended).toBe(0);
  expect(stop.output()).toContain(`Job ${jobId} is stopped.`);
  await expect.poll(() => computing(blenders), { timeout: 10_000, interval: 20 }).toEqual([]);
  expect((await survivors(blenders)).length).toBeLessThan(blenders.length);

  const { job } = await untilEnded(farm, artist, jobId);
  expect(job.state).toBe("canceled");
  expect(job.counts).toMatchObject({ queued: 0, active: 0, failed: 0 });
  expect(job.counts.completed + job.counts.canceled).toBe(12);
  expect(job.counts.canceled).toBeGreaterThan(0);
  await expectNothingLost(artist, jobId);
  const after = await me();
  // The node has gone on to other work: what it still had to say of the stopped job is said.
  const next = await submitByApi(artist, farm.scene("tiny"), { frames: "1" });
  await untilEnded(farm, artist, next);
  await expectNothingLost(artist, jobId);
  const { charged } = await artist.farm.jobs.get({ params: { jobId: next } });
  expect(await me()).toMatchObject({ balance: after.balance - charged, held: 0 });
});

test("cut off for longer than its lease, a node loses the frame to another, and its late finish is refused", async () => {
  const SLOW = { samples: 1500, width: 96, height: 96 };
  const jobId = await submitByApi(artist, farm.scene("tiny"), { frames: "1-2", ...SLOW });
  await untilJob(farm, artist, jobId, (view) => midFrame(view) !== undefined);
  const lateLease = lastLease(node);
  apiCable.cut();
  storageCable.cut();
  await untilJob(farm, artist, jobId, (view) => view.job.counts.queued === 2 && view.job.counts.active === 0);

  // Near storage: it reads and writes past the cut cable only when that is mended, so it is mended for storage alone.
  storageCable.mend();
  const otherDir = join(farm.dataDir, "other");
  shareBlenders(farm.dataDir, otherDir);
  const other = await farm.serve("agent", { HEARTH_DATA_DIR: otherDir, HEARTH_NODE_NAME: "coal" });
  const { job, frames } = await untilEnded(farm, artist, jobId);
  expect(job).toMatchObject({ state: "completed", counts: { completed: 2 } });
  expect([...frames.values()].map((frame) => frame.nodeName)).toEqual(["coal", "coal"]);

  const heard = node.output().length;
  apiCable.mend();
  await expect
    .poll(() => node.output().slice(heard), { timeout: 60_000, interval: 50 })
    .toMatch(/agent\.(revoked|report_dropped)/);
  const asNode = createFarm({ baseUrl: farm.place.api, credential: farm.env.HEARTH_NODE_TOKEN });
  const report = { seconds: 1, coreSeconds: 1, peakMemoryBytes: null, log: "", sizeBytes: 1 };
  await expect(
    asNode.leases.finish({
      params: { leaseId: lateLease, frame: 1 },
      body: { ...report, hasPreview: false, hasThumbnail: false },
    }),
  ).rejects.toMatchObject({ code: "lease_expired", status: 409 });
  await expectNothingLost(artist, jobId);
  await other.kill("SIGTERM");

  // The node that was away takes work again.
  const next = await submitByApi(artist, farm.scene("tiny"), { frames: "1" });
  const again = await untilEnded(farm, artist, next);
  expect(again.frames.get(1)).toMatchObject({ state: "completed", nodeName: "ember" });
});

/** As the node's log tells it. */
function lastLease(part: Part): LeaseId {
  const line = part
    .output()
    .split("\n")
    .findLast((text) => text.includes('"agent.leased"'));
  return (JSON.parse(line ?? "{}") as { leaseId: LeaseId }).leaseId;
}
