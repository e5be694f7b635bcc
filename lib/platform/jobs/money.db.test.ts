/** Every rule of money, on a real database: sums always add up, whatever happens in whatever order. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { fromCredits, holdFor } from "#lib/domain/credits.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { RenderLease } from "#lib/contract/farm/nodes.ts";
import { openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

/** Balance is the sum of the ledger; held what holds and releases leave; each job's share adds up to it. */
async function expectSumsToFit(owner: TestAccount): Promise<void> {
  const [sums] = await farm.db.query<{
    all: number;
    held: number;
    jobsHeld: number;
    jobsCharged: number;
    charged: number;
  }>(
    `select coalesce(sum(amount), 0)::int8 as all,
       coalesce(-sum(amount) filter (where kind in ('hold', 'release')), 0)::int8 as held,
       coalesce(-sum(amount) filter (where kind in ('charge', 'refund')), 0)::int8 as charged,
       (select coalesce(sum(held), 0)::int8 from jobs where account_id = $1) as "jobsHeld",
       (select coalesce(sum(charged), 0)::int8 from jobs where account_id = $1) as "jobsCharged"
     from ledger where account_id = $1`,
    [owner.id],
  );
  const me = await owner.farm.accounts.me();
  expect(sums).toEqual({
    all: me.balance,
    held: me.held,
    charged: sums?.jobsCharged,
    jobsHeld: me.held,
    jobsCharged: sums?.charged,
  });
}

const kinds = async (owner: TestAccount) =>
  (await owner.farm.credits.entries({ query: {} })).map((e) => [e.kind, e.amount]).reverse();

it("a job's ledger reads hold, charges out of the hold, rounding, release", async () => {
  const owner = await farm.anAccount({ credits: 10 });
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1-2" });
  const hold = holdFor({ frames: 2, width: 100, height: 100, samples: 4 });
  expect(hold).toBe(fromCredits(1));
  await node.deliver(await node.lease(), 1, 6);
  expect(await owner.farm.accounts.me()).toMatchObject({
    balance: fromCredits(9),
    held: fromCredits(0.9),
  });
  await node.deliver(await node.lease(), 2, 6);
  expect(await kinds(owner)).toEqual([
    ["grant", fromCredits(10)],
    ["hold", fromCredits(-1)],
    ["charge", fromCredits(-0.1)],
    ["release", fromCredits(0.1)],
    ["charge", fromCredits(-0.1)],
    ["release", fromCredits(0.1)],
    ["charge", fromCredits(-0.8)],
    ["release", fromCredits(0.8)],
  ]);
  expect(await owner.farm.jobs.get({ params: { jobId } })).toMatchObject({
    charged: fromCredits(1),
    held: 0,
  });
  await expectSumsToFit(owner);
});

it("a retry takes the rounding back, holds anew, and rounds the new total once", async () => {
  const owner = await farm.anAccount({ credits: 10 });
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1" });
  await node.deliver(await node.lease(), 1, 15);
  expect((await owner.farm.accounts.me()).balance).toBe(fromCredits(9));
  const opened = await owner.farm.jobs.retry({ params: { jobId }, body: { frames: "1" } });
  expect(opened).toMatchObject({ state: "queued", charged: fromCredits(0.25), endedAt: null });
  await node.deliver(await node.lease(), 1, 15);
  expect(await owner.farm.jobs.get({ params: { jobId } })).toMatchObject({
    state: "completed",
    charged: fromCredits(1),
  });
  expect(await owner.farm.accounts.me()).toMatchObject({ balance: fromCredits(9), held: 0 });
  await expectSumsToFit(owner);
});

it("without enough credits nothing is submitted, and the message says what is missing", async () => {
  const owner = await farm.anAccount({ credits: 1 });
  await expect(farm.aJob(owner, { frames: "1-1000" })).rejects.toMatchObject({
    code: "no_credits",
    status: 402,
    message: expect.stringContaining("Not enough credits"),
  });
  expect(await owner.farm.jobs.list({ query: {} })).toEqual([]);
  expect(await kinds(owner)).toEqual([["grant", fromCredits(1)]]);
});

it("a job that costs more than the account has pauses, and a grant lets it go on", async () => {
  const owner = await farm.anAccount({ credits: 1 });
  const admin = await farm.anAccount({ role: "admin" });
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1-3" });
  const lease = await node.lease();
  farm.pass(60);
  await node.deliver(lease, 1, 90);
  const paused = await owner.farm.jobs.get({ params: { jobId } });
  expect(paused).toMatchObject({ state: "paused", waiting: { code: "no_credits" }, held: 0 });
  expect(await node.acquire()).toBeNull();
  await admin.farm.accounts.grant({ params: { accountId: owner.id }, body: { credits: 5 } });
  expect(await owner.farm.jobs.get({ params: { jobId } })).toMatchObject({ state: "active" });
  await node.deliver(await node.lease(), 2, 6);
  await node.deliver(await node.lease(), 3, 6);
  expect(await owner.farm.jobs.get({ params: { jobId } })).toMatchObject({
    state: "completed",
    charged: fromCredits(2),
  });
  expect((await owner.farm.accounts.me()).balance).toBe(fromCredits(4));
  await expectSumsToFit(owner);
});

it("a stopped job charges nothing more, rounds what it had, and gives the hold back", async () => {
  const owner = await farm.anAccount({ credits: 10 });
  const node = await farm.aNode();
  const jobId = await farm.aJob(owner, { frames: "1-5" });
  await node.deliver(await node.lease(), 1, 6);
  const running = await node.lease();
  await owner.farm.tasks.abort({ params: { jobId } });
  const after = await owner.farm.accounts.me();
  expect(after).toMatchObject({ balance: fromCredits(9), held: 0 });
  await expect(node.deliver(running, 2)).rejects.toMatchObject({ code: "lease_expired", status: 409 });
  expect(await owner.farm.accounts.me()).toEqual(after);
  await expectSumsToFit(owner);
});

it("a node that tells absurd core-seconds is believed no more than its cores could do", async () => {
  const owner = await farm.anAccount({ credits: 1000 });
  const node = await farm.aNode({ cores: 2 });
  const jobId = await farm.aJob(owner, { frames: "1" });
  const lease = await node.lease();
  farm.pass(10);
  await node.deliver(lease, 1, 1e8);
  const { coreSeconds } = await owner.farm.jobs.get({ params: { jobId } });
  expect(coreSeconds).toBeGreaterThan(0);
  expect(coreSeconds).toBeLessThan(40);
});

it("after any sequence of submit, deliver, fail, release, stop, retry and delete the sums fit", async () => {
  const owner = await farm.anAccount({ credits: 40 });
  const admin = await farm.anAccount({ role: "admin" });
  const node = await farm.aNode();
  const { bucket } = await farm.aProject(owner);
  let seed = 20_261_122;
  const random = (below: number) => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed % below;
  };
  const jobs: JobId[] = [];
  const leases: RenderLease[] = [];
  const pick = <T>(list: T[]) => list[random(Math.max(1, list.length))];
  const refused = (error: unknown) => {
    expect(["lease_expired", "no_credits", "forbidden", "not_found"]).toContain(
      (error as { code: string }).code,
    );
  };
  const steps: (() => Promise<unknown>)[] = [
    async () => jobs.push(await farm.aJob(owner, { bucket, frames: `1-${1 + random(6)}` })),
    async () => {
      const lease = await node.acquire();
      if (lease?.kind === "render") leases.push(lease);
    },
    async () => {
      const lease = pick(leases);
      farm.pass(5);
      if (lease) await node.deliver(lease, undefined, random(30));
    },
    async () => {
      const lease = pick(leases);
      if (lease)
        await node.fail(lease, lease.frames[0]?.frame ?? 0, random(2) ? "blender_crashed" : "no_camera");
    },
    async () => {
      const lease = pick(leases);
      if (lease) await node.farm.leases.release({ params: lease });
    },
    async () => {
      const jobId = pick(jobs);
      if (jobId && random(3) === 0) await owner.farm.tasks.abort({ params: { jobId } });
    },
    async () => {
      const jobId = pick(jobs);
      if (jobId)
        await owner.farm.jobs.retry({ params: { jobId }, body: { frames: random(2) ? "failed" : "1" } });
    },
    async () => {
      const jobId = pick(jobs);
      if (jobId && random(6) === 0) await owner.farm.tasks.remove({ params: { jobId } });
    },
    async () => {
      if (random(5) === 0)
        await admin.farm.accounts.grant({ params: { accountId: owner.id }, body: { credits: 1 } });
    },
  ];
  for (let i = 0; i < 160; i++) {
    const step = steps[random(steps.length)];
    await step?.().catch(refused);
    if (i % 10 === 9) await expectSumsToFit(owner);
  }
  await expectSumsToFit(owner);
  const counted = await farm.db.query(
    `select j.id from jobs j join (
       select job_id, count(*) filter (where state = 'queued') as queued, count(*) filter (where state = 'active') as active,
         count(*) filter (where state = 'completed') as completed, count(*) filter (where state = 'failed') as failed,
         count(*) filter (where state = 'canceled') as canceled from frames group by job_id
     ) f on f.job_id = j.id
     where j.account_id = $1 and (j.queued <> f.queued or j.active <> f.active or j.completed <> f.completed
       or j.failed <> f.failed or j.canceled <> f.canceled)`,
    [owner.id],
  );
  expect(counted).toEqual([]);
});
