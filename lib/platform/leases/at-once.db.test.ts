/** Many nodes, owners and an administrator at the same time: nothing waits for ever, nothing is done twice, sums fit. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { JobId } from "#lib/domain/ids.ts";
import { sweepOnce } from "../sweep/run.ts";
import { openTestPlatform, type TestAccount, type TestNode, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

/** What may be answered when somebody else was faster; anything else is a fault. */
const EXPECTED = new Set(["lease_expired", "forbidden", "no_credits", "not_found"]);
async function tolerate(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => expect(EXPECTED).toContain((error as { code?: string }).code));
}

async function renderAll(node: TestNode, jobs: JobId[]): Promise<void> {
  const isOpen = async () => {
    const [row] = await farm.db.query<{ open: number }>(
      "select coalesce(sum(queued + active), 0)::int as open from jobs where id = any($1::uuid[]) and not is_paused",
      [jobs],
    );
    return (row?.open ?? 0) > 0;
  };
  while (await isOpen()) {
    const lease = await node.acquire({ waitSeconds: 0 });
    if (lease?.kind !== "render") continue;
    await node.beat([lease]);
    for (const { frame } of lease.frames) {
      await Promise.all([tolerate(node.deliver(lease, frame, 1)), tolerate(node.deliver(lease, frame, 1))]);
    }
  }
}

async function disturb(owner: TestAccount, admin: TestAccount, jobs: JobId[]): Promise<void> {
  for (const jobId of jobs) {
    await Promise.all([
      tolerate(admin.farm.accounts.grant({ params: { accountId: owner.id }, body: { credits: 1 } })),
      tolerate(owner.farm.tasks.abort({ params: { jobId } })),
      tolerate(owner.farm.jobs.retry({ params: { jobId }, body: { frames: "failed" } })),
      tolerate(owner.farm.jobs.retry({ params: { jobId }, body: { frames: "1-2" } })),
      sweepOnce(farm.platform),
    ]);
  }
}

it("everything ends, every frame is charged once for each delivery, and the ledger adds up", async () => {
  const admin = await farm.anAccount({ role: "admin" });
  const owners = [await farm.anAccount(), await farm.anAccount()];
  const nodes = [await farm.aNode(), await farm.aNode(), await farm.aNode(), await farm.aNode()];
  const jobs = await Promise.all(
    owners.map((owner) => Promise.all([1, 2, 3].map(() => farm.aJob(owner, { frames: "1-5" })))),
  );
  const all = jobs.flat();
  const disturbing = owners.map((owner, i) => disturb(owner, admin, jobs[i] ?? []));
  await Promise.all([...nodes.map((node) => renderAll(node, all)), ...disturbing]);
  await Promise.all(nodes.map((node) => renderAll(node, all)));
  for (const [i, owner] of owners.entries()) {
    const me = await owner.farm.accounts.me();
    const [sums] = await farm.db.query(
      `select sum(amount)::int8 as balance, (-coalesce(sum(amount) filter (where kind in ('hold', 'release')), 0))::int8 as held
       from ledger where account_id = $1`,
      [owner.id],
    );
    expect(sums).toEqual({ balance: me.balance, held: me.held });
    expect(me.held).toBe(0);
    for (const jobId of jobs[i] ?? []) {
      const job = await owner.farm.jobs.get({ params: { jobId } });
      expect(["completed", "canceled"]).toContain(job.state);
      expect(job.charged % 1_000_000).toBe(0);
      const [delivered] = await farm.db.query<{ attempts: number; charges: number }>(
        `select (select count(*)::int from attempts where job_id = $1 and outcome = 'delivered') as attempts,
           (select count(*)::int from ledger where job_id = $1 and kind = 'charge' and lease_id is not null) as charges`,
        [jobId],
      );
      expect(delivered?.charges).toBe(delivered?.attempts);
      expect(job.coreSeconds).toBe(delivered?.attempts);
    }
  }
});
