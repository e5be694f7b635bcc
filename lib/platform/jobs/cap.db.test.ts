/** The ceiling: a job never costs more than its cap, its owner is told in time, and a higher cap lets it go on. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CapNeared } from "#lib/contract/events.ts";
import { fromCredits } from "#lib/domain/credits.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { openTestPlatform, type TestAccount, type TestNode, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
let owner: TestAccount;
let node: TestNode;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());
beforeEach(async () => {
  await farm.db.query("update jobs set deleted_at = now() where deleted_at is null");
  owner = await farm.anAccount({ credits: 1000 });
  node = await farm.aNode();
});

const jobOf = (jobId: JobId) => owner.farm.jobs.get({ params: { jobId } });
const capped = (credits: number, atCap = "pause", frames = "1-10") =>
  farm.aJob(owner, {
    frames,
    task: {
      constants: [
        { key: "BLEND_FILE", value: "scene.blend" },
        { key: "HEARTH_CAP", value: String(credits) },
        { key: "HEARTH_AT_CAP", value: atCap },
      ],
    },
  });

/** Delivers whatever the farm hands out, each frame for that many core-seconds. Answers how many. */
async function renderAll(coreSeconds: (frame: number) => number): Promise<number> {
  let delivered = 0;
  for (;;) {
    const lease = await node.acquire();
    if (lease?.kind !== "render") return delivered;
    farm.pass(60);
    for (const { frame } of lease.frames) {
      await node.deliver(lease, frame, coreSeconds(frame));
      delivered += 1;
    }
  }
}

async function toldOf(jobId: JobId): Promise<CapNeared[]> {
  const rows = await farm.db.query<{ event: CapNeared }>(
    "select body as event from events where body->>'type' = 'cap.neared' and body->>'jobId' = $1 order by id",
    [jobId],
  );
  return rows.map((row) => row.event);
}

it("a job with a cap of half its cost pauses there, to the credit, and says why", async () => {
  const jobId = await capped(10);
  expect(await renderAll(() => 120)).toBe(5);
  expect(await jobOf(jobId)).toMatchObject({
    state: "paused",
    charged: fromCredits(10),
    held: 0,
    counts: { completed: 5, queued: 5 },
    waiting: { code: "cap", text: expect.stringContaining("Paused at its cap of 10 credits") },
    ceiling: { level: "reached", capForTheRest: 20 },
  });
});

it("where the next frame would not fit it pauses below the cap, and a higher one lets it go on to the end", async () => {
  const jobId = await capped(11);
  expect(await renderAll(() => 120)).toBe(5);
  expect(await jobOf(jobId)).toMatchObject({ state: "paused", charged: fromCredits(10) });
  const raised = await owner.farm.jobs.setCap({ params: { jobId }, body: { credits: 20 } });
  expect(raised).toMatchObject({ state: "active", waiting: { code: "starting" } });
  expect(await renderAll(() => 120)).toBe(5);
  expect(await jobOf(jobId)).toMatchObject({ state: "completed", charged: fromCredits(20) });
  expect(await owner.farm.accounts.me()).toMatchObject({ balance: fromCredits(980), held: 0 });
});

it("a frame that turns out dearer than all before is charged only up to the cap", async () => {
  const jobId = await capped(7);
  expect(await renderAll((frame) => (frame === 3 ? 200 : 120))).toBe(3);
  expect(await jobOf(jobId)).toMatchObject({
    state: "paused",
    charged: fromCredits(7),
    coreSeconds: 440,
  });
  expect(await owner.farm.accounts.me()).toMatchObject({ balance: fromCredits(993) });
});

it("one frame goes first by itself, and many nodes at once get no more than the cap bears", async () => {
  const jobId = await capped(10);
  const first = await node.lease();
  expect(first.frames).toHaveLength(1);
  const nodes = await Promise.all(Array.from({ length: 8 }, () => farm.aNode()));
  expect((await Promise.all(nodes.map((one) => one.acquire()))).filter(Boolean)).toEqual([]);
  farm.pass(60);
  await node.deliver(first, undefined, 120);
  const leases = await Promise.all(nodes.map((one) => one.acquire()));
  const inHand = leases.flatMap((lease) => (lease?.kind === "render" ? lease.frames : []));
  expect(inHand).toHaveLength(4);
  expect(await jobOf(jobId)).toMatchObject({ state: "active", counts: { active: 4, queued: 5 } });
});

it("eight nodes whose frames turn out dearer deliver at the same moment: charged is the cap, to the credit", async () => {
  const jobId = await capped(10, "pause", "1-40");
  const first = await node.lease();
  farm.pass(60);
  await node.deliver(first, undefined, 60);
  const nodes = await Promise.all(Array.from({ length: 8 }, () => farm.aNode()));
  const taken = await Promise.all(nodes.map(async (one) => ({ one, lease: await one.acquire() })));
  farm.pass(60);
  const delivered = await Promise.all(
    taken.flatMap(({ one, lease }) =>
      lease?.kind === "render" ? lease.frames.map(({ frame }) => one.deliver(lease, frame, 150)) : [],
    ),
  );
  expect(delivered).toHaveLength(9);
  const charged = fromCredits(10);
  expect(await jobOf(jobId)).toMatchObject({ state: "paused", charged, counts: { completed: 10 } });
  expect(await owner.farm.accounts.me()).toMatchObject({ balance: fromCredits(990), held: 0 });
  const [paid] = await farm.db.query<{ sum: string }>(
    "select (-sum(amount))::text as sum from ledger where job_id = $1 and kind = 'charge'",
    [jobId],
  );
  expect(Number(paid?.sum)).toBe(charged);
});

it("frames in hand that fail leave their share of the cap to others", async () => {
  const jobId = await capped(4, "pause", "1-3");
  const first = await node.lease();
  farm.pass(60);
  await node.deliver(first, undefined, 120);
  const second = await node.lease();
  expect(await node.acquire()).toBeNull();
  await node.fail(second, second.frames[0]?.frame ?? 0, "no_camera");
  expect(await jobOf(jobId)).toMatchObject({ state: "active", counts: { failed: 1, queued: 1 } });
  expect(await renderAll(() => 120)).toBe(1);
});

it("the owner is told once at 80 % and once at the cap, and anew of a higher one", async () => {
  const jobId = await capped(10);
  await renderAll(() => 120);
  const told = async () => (await toldOf(jobId)).map(({ level, charged, cap }) => [level, charged, cap]);
  const first = [
    ["near", fromCredits(8), fromCredits(10)],
    ["reached", fromCredits(10), fromCredits(10)],
  ];
  expect(await told()).toEqual(first);
  await owner.farm.jobs.setCap({ params: { jobId }, body: { credits: 15 } });
  await renderAll(() => 120);
  expect(await told()).toEqual([
    ...first,
    ["near", fromCredits(12), fromCredits(15)],
    ["reached", fromCredits(14), fromCredits(15)],
  ]);
});

it("a job that is to stop at its cap ends there, keeps what is finished, and gives the hold back", async () => {
  const jobId = await capped(10, "stop");
  expect(await renderAll(() => 120)).toBe(5);
  expect(await jobOf(jobId)).toMatchObject({
    state: "canceled",
    charged: fromCredits(10),
    held: 0,
    counts: { completed: 5, canceled: 5, queued: 0 },
  });
  await expect(
    owner.farm.jobs.retry({ params: { jobId }, body: { frames: "failed" } }),
  ).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Raise it first"),
  });
  await owner.farm.jobs.setCap({ params: { jobId }, body: { credits: 20 } });
  await owner.farm.jobs.retry({ params: { jobId }, body: { frames: "failed" } });
  expect(await renderAll(() => 120)).toBe(5);
  expect(await jobOf(jobId)).toMatchObject({ state: "completed", charged: fromCredits(20) });
});

it("rounding the bill up never leads past the cap", async () => {
  const jobId = await capped(2, "pause", "1-3");
  expect(await renderAll(() => 37)).toBe(3);
  expect(await jobOf(jobId)).toMatchObject({ state: "completed", charged: fromCredits(2) });
});

describe("what is reserved", () => {
  const large = { key: "BLEND_CYCLES_SAMPLES", value: "40000" };
  const submit = (cap: number) =>
    farm.aJob(owner, {
      frames: "1-10",
      task: {
        constants: [
          { key: "BLEND_FILE", value: "scene.blend" },
          large,
          { key: "HEARTH_CAP", value: String(cap) },
        ],
      },
    });

  it("is never more than the cap, and follows it", async () => {
    const jobId = await submit(3);
    expect(await jobOf(jobId)).toMatchObject({ held: fromCredits(3) });
    const raise = (credits: number | null) =>
      owner.farm.jobs.setCap({ params: { jobId }, body: { credits } });
    expect(await raise(50)).toMatchObject({ held: fromCredits(50) });
    expect(await raise(2)).toMatchObject({ held: fromCredits(2) });
    expect(await raise(null)).toMatchObject({ held: fromCredits(200), ceiling: null });
    expect(await owner.farm.accounts.me()).toMatchObject({
      balance: fromCredits(800),
      held: fromCredits(200),
    });
  });

  it("a cap that the account can pay lets a job in that it could not pay in full", async () => {
    await farm.db.query("update accounts set balance = $2 where id = $1", [owner.id, fromCredits(5)]);
    await expect(submit(100)).rejects.toMatchObject({ code: "no_credits" });
    expect(await jobOf(await submit(5))).toMatchObject({ held: fromCredits(5) });
  });
});

describe("a cap is refused by name", () => {
  it.each([
    ["0", "pause", "HEARTH_CAP"],
    ["2.5", "pause", "HEARTH_CAP"],
    ["many", "pause", "HEARTH_CAP"],
    ["2", "explode", "HEARTH_AT_CAP"],
  ])("%s, %s", async (cap, atCap, field) => {
    const constants = [
      { key: "BLEND_FILE", value: "scene.blend" },
      { key: "HEARTH_CAP", value: cap },
      { key: "HEARTH_AT_CAP", value: atCap },
    ];
    await expect(farm.aJob(owner, { task: { constants } })).rejects.toMatchObject({
      code: "invalid",
      fields: { [field]: expect.any(String) },
    });
  });

  it("below what is charged, and of somebody else's job", async () => {
    const jobId = await capped(10);
    await renderAll(() => 120);
    await expect(owner.farm.jobs.setCap({ params: { jobId }, body: { credits: 9 } })).rejects.toMatchObject({
      code: "invalid",
      fields: { credits: "10 credits are charged already; the cap can't be lower." },
    });
    const other = await farm.anAccount();
    await expect(other.farm.jobs.setCap({ params: { jobId }, body: { credits: 90 } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
