/** What an API token may do: no more than its scope, whoever its owner is. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "#lib/domain/account.ts";
import { openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
let artist: TestAccount;
let admin: TestAccount;
beforeAll(async () => {
  farm = await openTestPlatform();
  [artist, admin] = [await farm.anAccount(), await farm.anAccount({ role: "admin" })];
});
afterAll(() => farm.close());

const withToken = async (owner: TestAccount, scope: Scope) => {
  const { token } = await owner.farm.tokens.create({ body: { name: scope, scope } });
  return farm.farmAs(token);
};
const refused = { status: 403, code: "forbidden" };

it("a token that reads sees its account's things and changes nothing", async () => {
  const jobId = await farm.aJob(artist);
  const reader = await withToken(artist, "read");
  expect((await reader.tasks.get({ params: { jobId } })).uuid).toBe(jobId);
  expect(await reader.platform.info()).toMatchObject({ email: artist.email });
  await expect(reader.tasks.abort({ params: { jobId } })).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining("`read`") as unknown,
  });
  await expect(reader.uploads.begin({ body: { name: "a.blend", sizeBytes: 5 } })).rejects.toMatchObject(
    refused,
  );
  expect((await artist.farm.tasks.get({ params: { jobId } })).state).toBe("Submitted");
});

it("a token that submits works, and makes no other token", async () => {
  const { farm: own } = artist;
  const submitter = await withToken(artist, "submit");
  const jobId = await farm.aJob({ ...artist, farm: submitter });
  await submitter.tasks.abort({ params: { jobId } });
  await expect(submitter.tokens.create({ body: { name: "child" } })).rejects.toMatchObject(refused);
  const [mine] = await own.tokens.list();
  await expect(
    submitter.tokens.revoke({ params: { tokenId: mine?.id ?? expect.unreachable() } }),
  ).rejects.toMatchObject(refused);
});

it("submit is what a token is made for when nothing is said", async () => {
  const { apiToken } = await artist.farm.tokens.create({ body: { name: "plain" } });
  expect(apiToken.scope).toBe("submit");
  expect((await artist.farm.tokens.list()).find((t) => t.id === apiToken.id)?.scope).toBe("submit");
});

describe("an administrator's token", () => {
  it("administers only when it was made for that", async () => {
    const administering = await withToken(admin, "admin");
    expect((await administering.accounts.list()).length).toBeGreaterThan(1);
    const submitting = await withToken(admin, "submit");
    await expect(submitting.accounts.list()).rejects.toMatchObject(refused);
  });
  it("of a lower scope finds nobody else's things", async () => {
    const jobId = await farm.aJob(artist);
    expect((await admin.farm.jobs.get({ params: { jobId } })).id).toBe(jobId);
    const reading = await withToken(admin, "read");
    await expect(reading.jobs.get({ params: { jobId } })).rejects.toMatchObject({ status: 404 });
  });
  it("can't be made by an artist", async () => {
    await expect(withToken(artist, "admin")).rejects.toMatchObject({
      status: 400,
      fields: { scope: expect.any(String) as unknown },
    });
  });
});
