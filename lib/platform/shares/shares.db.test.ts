/** Share links: one job and nothing else, for whoever has the link, until it is revoked. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { JobId } from "#lib/domain/ids.ts";
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import { openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
let owner: TestAccount;
let jobId: JobId;
let other: JobId;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());
beforeEach(async () => {
  await farm.db.query("update jobs set deleted_at = now() where deleted_at is null");
  owner = await farm.anAccount({ credits: 777 });
  jobId = await farm.aJob(owner, { frames: "1-3", task: { name: "secret project name" } });
  other = await farm.aJob(owner, { frames: "1-2" });
  const node = await farm.aNode();
  for (let work = await node.acquire(); work?.kind === "render"; work = await node.acquire())
    for (const { frame } of work.frames) await node.deliver(work, frame);
});

const share = (change = {}) =>
  owner.farm.shares.create({
    params: { jobId },
    body: { title: "First pass", note: "Look at the fire.", ...change },
  });
const guest = () => farm.farmAs(null).shared;
const open = async (token: string, password?: string) =>
  (await guest().open({ params: { token }, body: password === undefined ? {} : { password } })).key;

it("whoever has the link sees this job, its pictures and what its owner chose, without an account", async () => {
  const { token, share: made } = await share({ showsFacts: true });
  expect(await guest().card({ params: { token } })).toEqual({
    title: "First pass",
    done: 3,
    total: 3,
    state: "completed",
    asksPassword: false,
  });
  const key = await open(token);
  const seen = await guest().look({ params: { token }, query: { key } });
  expect(seen).toMatchObject({
    title: "First pass",
    note: "Look at the fire.",
    state: "completed",
    states: "ccc",
  });
  expect(expandFrameRange(seen.frames)).toEqual([1, 2, 3]);
  expect(seen.facts).toMatchObject({ engine: "CYCLES", coreSeconds: 18 });
  const pictures = await guest().pictures({ params: { token }, query: { key } });
  expect(pictures.map((one) => one.frame)).toEqual([1, 2, 3]);
  const large = await guest().frame({ params: { token, frame: 2 }, query: { key } });
  expect(large).toEqual({ previewUrl: expect.any(String), outputUrl: null });
  const [listed] = await owner.farm.shares.list({ params: { jobId } });
  expect(listed).toMatchObject({ id: made.id, openedCount: 1, lastOpenedAt: expect.any(String) });
});

it("nothing that a guest is told names the owner, a price, a file or another job", async () => {
  const { token } = await share({ showsFacts: true, allowsDownload: true });
  const key = await open(token);
  const by = { params: { token }, query: { key } };
  const told = JSON.stringify([
    await guest().card({ params: { token } }),
    await guest().look(by),
    await guest().pictures(by),
    await guest().contact({ params: { token } }),
    await guest().frame({ params: { token, frame: 1 }, query: { key } }),
  ]);
  const [row] = await farm.db.query<{ charged: number; node: string }>(
    "select charged, (select max(node_name) from frames where job_id = $1) as node from jobs where id = $1",
    [jobId],
  );
  const hidden = [
    owner.email,
    owner.email.split("@")[0] ?? "",
    owner.id,
    other,
    "secret project name",
    "scene.blend",
    row?.node ?? "",
    String(row?.charged),
    "charged",
    "credits",
    "balance",
    "accountId",
    "project",
  ];
  for (const text of hidden) expect(told.includes(text), text).toBe(false);
});

it("a revoked link is as if it had never been, at once and for those who look through it", async () => {
  const { token, share: made } = await share();
  const key = await open(token);
  await owner.farm.shares.revoke({ params: { shareId: made.id } });
  await owner.farm.shares.revoke({ params: { shareId: made.id } });
  const gone = { code: "not_found" };
  await expect(guest().look({ params: { token }, query: { key } })).rejects.toMatchObject(gone);
  await expect(guest().card({ params: { token } })).rejects.toMatchObject(gone);
  await expect(open(token)).rejects.toMatchObject(gone);
  await expect(open("hsl_ThereNeverWasSuchALinkAnywhere")).rejects.toMatchObject(gone);
  expect(await owner.farm.shares.list({ params: { jobId } })).toEqual([]);
  const told = await farm.db.query<{ isOver: boolean }>(
    "select (body->>'isOver')::bool as \"isOver\" from events where body->>'shareId' = $1",
    [made.id],
  );
  expect(told.filter((event) => event.isOver)).toHaveLength(1);
});

it("a link ends when it was to, and one that would have ended already is refused", async () => {
  const { token } = await share({ expiresAt: new Date(farm.platform.clock.now() + 60_000).toISOString() });
  const key = await open(token);
  farm.pass(61);
  await expect(guest().look({ params: { token }, query: { key } })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(share({ expiresAt: new Date(0).toISOString() })).rejects.toMatchObject({
    code: "invalid",
    fields: { expiresAt: expect.any(String) },
  });
});

it("a password is asked for before anything but the title is told, and guessing is slowed down", async () => {
  const { token } = await share({ password: "let me in" });
  expect(await guest().card({ params: { token } })).toEqual({
    title: "First pass",
    done: null,
    total: null,
    state: null,
    asksPassword: true,
  });
  expect(await guest().contact({ params: { token } })).toEqual([]);
  await expect(open(token)).rejects.toMatchObject({ code: "forbidden" });
  await expect(open(token, "wrong")).rejects.toMatchObject({ code: "forbidden" });
  const key = await open(token, "let me in");
  expect((await guest().look({ params: { token }, query: { key } })).states).toBe("ccc");
  for (let i = 0; i < 10; i++) await open(token, "wrong").catch(() => undefined);
  await expect(open(token, "let me in")).rejects.toMatchObject({ code: "too_many_requests" });
});

it("a key opens its own link only, and not for ever", async () => {
  const { token } = await share();
  const second = await share();
  const key = await open(token);
  const refused = { code: "forbidden" };
  await expect(guest().look({ params: { token: second.token }, query: { key } })).rejects.toMatchObject(
    refused,
  );
  await expect(guest().look({ params: { token }, query: { key: "made up" } })).rejects.toMatchObject(refused);
  farm.pass(13 * 3600);
  await expect(guest().look({ params: { token }, query: { key } })).rejects.toMatchObject(refused);
});

it("files are given only where the owner allows it", async () => {
  const closed = await share();
  const archive = async (token: string) =>
    guest().archive({ params: { token }, body: { key: await open(token) } });
  await expect(archive(closed.token)).rejects.toMatchObject({ code: "forbidden" });
  const { token } = await share({ allowsDownload: true });
  const key = await open(token);
  expect((await guest().frame({ params: { token, frame: 1 }, query: { key } })).outputUrl).toEqual(
    expect.any(String),
  );
  const zip = await fetch((await archive(token)).url);
  expect(zip.status).toBe(200);
  await zip.body?.cancel();
});

it("only the owner makes, sees and revokes the links of a job, and only their hash is kept", async () => {
  const { token, share: made } = await share();
  const stranger = await farm.anAccount();
  const missing = { code: "not_found" };
  await expect(stranger.farm.shares.list({ params: { jobId } })).rejects.toMatchObject(missing);
  await expect(
    stranger.farm.shares.create({ params: { jobId }, body: { title: "Mine" } }),
  ).rejects.toMatchObject(missing);
  await expect(stranger.farm.shares.revoke({ params: { shareId: made.id } })).rejects.toMatchObject(missing);
  expect((await guest().card({ params: { token } })).title).toBe("First pass");
  const rows = await farm.db.query("select * from share_links");
  expect(JSON.stringify(rows)).not.toContain(token);
});

it("the text of a link is no credential for anything else", async () => {
  const { token } = await share();
  await expect(farm.farmAs(token).jobs.get({ params: { jobId } })).rejects.toMatchObject({
    code: "unauthorized",
  });
});
