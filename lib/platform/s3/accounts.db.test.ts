/** Whose key signs: live tokens with their copies, and a word of help where a token has none. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestPlatform, type TestPlatform } from "../test-platform.ts";
import { storageAccounts } from "./accounts.ts";
import { authenticate } from "./authenticate.ts";
import { presign } from "./sigv4.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

const signedBy = (accessKey: string, secretKey: string) => {
  const url = new URL(
    presign(
      { credentials: { accessKey, secretKey }, region: "any" },
      {
        method: "GET",
        origin: "http://s3.test",
        path: "/b/k",
        at: farm.platform.clock.now(),
        expiresSeconds: 60,
      },
    ),
  );
  const facts = {
    own: { accessKey: "hearth", secretKey: "own" },
    accounts: storageAccounts(farm.platform),
    hosts: [url.host],
    now: farm.platform.clock.now(),
  };
  return authenticate(facts, {
    method: "GET",
    path: url.pathname,
    query: [...url.searchParams],
    headers: {},
  });
};

it("a token made before copies were kept says that a new one is needed", async () => {
  const owner = await farm.anAccount();
  await farm.db.query("update tokens set sealed = null where account_id = $1", [owner.id]);
  await expect(signedBy(owner.email, owner.token)).rejects.toMatchObject({
    code: "SignatureDoesNotMatch",
    status: 403,
    message: expect.stringContaining("make a new one") as unknown,
  });
});

it("any live token signs, in whatever case the e-mail is written; a disabled account's does not", async () => {
  const [owner, admin] = [await farm.anAccount(), await farm.anAccount({ role: "admin" })];
  const { token } = await owner.farm.tokens.create({ body: { name: "s3", scope: "submit" } });
  expect(await signedBy(owner.email.toUpperCase(), token)).toMatchObject({
    accountId: owner.id,
    mayWrite: true,
  });
  await admin.farm.accounts.setDisabled({ params: { accountId: owner.id }, body: { isDisabled: true } });
  await expect(signedBy(owner.email, token)).rejects.toMatchObject({ code: "InvalidAccessKeyId" });
  await expect(signedBy("nobody@example.org", token)).rejects.toMatchObject({ code: "InvalidAccessKeyId" });
});
