/** Signing in, being shut out, tokens, and the last administrator. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { watchEvents } from "#lib/client/event-stream.ts";
import { fromCredits } from "#lib/domain/credits.ts";
import { openTestPlatform, type TestPlatform } from "../test-platform.ts";
import { MAX_FAILURES, WINDOW_MS } from "./throttle.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

const signIn = (email: string, password: string) =>
  farm.farmAs(null).sessions.create({ body: { email, password } });

it("signing in takes the e-mail however it is written, and answers a token that works", async () => {
  const ada = await farm.anAccount();
  const { token, account } = await signIn(` ${ada.email.toUpperCase()} `, ada.password);
  expect(account.id).toBe(ada.id);
  expect((await farm.farmAs(token).accounts.me()).id).toBe(ada.id);
  expect((await farm.farmAs(`Bearer ${token}`).accounts.me()).id).toBe(ada.id);
  await farm.farmAs(token).sessions.end();
  await expect(farm.farmAs(token).accounts.me()).rejects.toMatchObject({ code: "unauthorized", status: 401 });
});

it("a wrong password and an unknown account are answered alike", async () => {
  const ada = await farm.anAccount();
  const wrong = await signIn(ada.email, "not the password").catch((e: unknown) => e);
  const unknown = await signIn("nobody@example.org", ada.password).catch((e: unknown) => e);
  expect(wrong).toMatchObject({ code: "unauthorized", status: 401 });
  expect(unknown).toMatchObject({ message: (wrong as Error).message, status: 401 });
});

it("guessing is slowed down, for that account from that address, and only for a while", async () => {
  const [ada, bob] = [await farm.anAccount(), await farm.anAccount()];
  for (let i = 0; i < MAX_FAILURES; i++)
    await expect(signIn(ada.email, `guess ${i}`)).rejects.toMatchObject({ status: 401 });
  await expect(signIn(ada.email, ada.password)).rejects.toMatchObject({
    code: "too_many_requests",
    status: 429,
  });
  await signIn(bob.email, bob.password);
  farm.pass(WINDOW_MS / 1000);
  await signIn(ada.email, ada.password);
});

it("a session ends by itself after a month", async () => {
  const ada = await farm.anAccount();
  const { token } = await signIn(ada.email, ada.password);
  farm.pass(31 * 86_400);
  await expect(farm.farmAs(token).accounts.me()).rejects.toMatchObject({ status: 401 });
  expect((await ada.farm.accounts.me()).id).toBe(ada.id);
});

it("the administrator makes accounts with a grant; an e-mail is taken once", async () => {
  const admin = await farm.anAccount({ role: "admin" });
  const email = `New.${admin.email}`;
  const made = await admin.farm.accounts.create({ body: { email, grantCredits: 7 } });
  expect(made.account).toMatchObject({ email: email.toLowerCase(), role: "artist", balance: fromCredits(7) });
  await signIn(email, made.password ?? "");
  await expect(admin.farm.accounts.create({ body: { email } })).rejects.toMatchObject({
    code: "conflict",
    fields: { email: expect.any(String) },
  });
  const usual = await admin.farm.accounts.create({
    body: { email: `usual.${email}`, password: "chosen by hand" },
  });
  expect(usual).toMatchObject({ password: null, account: { balance: fromCredits(100) } });
  expect((await admin.farm.accounts.list()).map((a) => a.id)).toContain(usual.account.id);
  const granted = await admin.farm.accounts.grant({
    params: { accountId: usual.account.id },
    body: { credits: 2.5, note: "for the film" },
  });
  expect(granted.balance).toBe(fromCredits(102.5));
});

it("a disabled account is out at once, everywhere, its streams too", async () => {
  const admin = await farm.anAccount({ role: "admin" });
  const ada = await farm.anAccount();
  const { token } = await signIn(ada.email, ada.password);
  const session = farm.farmAs(token);
  await session.accounts.me();
  const stop = new AbortController();
  const topics = [`account:${ada.id}`] as const;
  const heard: string[] = [];
  const watching = watchEvents({ baseUrl: farm.baseUrl, credential: token, topics, signal: stop.signal });
  for await (const message of watching) {
    heard.push(message.type === "event" ? message.event.type : message.type);
    if (message.type === "ready")
      await admin.farm.accounts.setDisabled({ params: { accountId: ada.id }, body: { isDisabled: true } });
    if (message.type === "lost") break;
  }
  stop.abort();
  expect(heard.at(0)).toBe("ready");
  expect(heard.at(-1)).toBe("lost");
  await expect(session.accounts.me()).rejects.toMatchObject({ status: 401 });
  await expect(ada.farm.accounts.me()).rejects.toMatchObject({ status: 401 });
  await expect(signIn(ada.email, ada.password)).rejects.toMatchObject({ status: 401 });
  await admin.farm.accounts.setDisabled({ params: { accountId: ada.id }, body: { isDisabled: false } });
  // API tokens work again; the sessions are gone for good.
  await ada.farm.accounts.me();
  await expect(session.accounts.me()).rejects.toMatchObject({ status: 401 });
});

it("a password reset ends the sessions and the old password", async () => {
  const admin = await farm.anAccount({ role: "admin" });
  const ada = await farm.anAccount();
  const { token } = await signIn(ada.email, ada.password);
  const { password } = await admin.farm.accounts.resetPassword({ params: { accountId: ada.id } });
  await expect(farm.farmAs(token).accounts.me()).rejects.toMatchObject({ status: 401 });
  await expect(signIn(ada.email, ada.password)).rejects.toMatchObject({ status: 401 });
  await signIn(ada.email, password);
});

it("the last administrator can't be disabled, also not two at once by each other", async () => {
  await farm.db.query("update accounts set is_disabled = true where role = 'admin'");
  await farm.platform.credentials.forget();
  const [a, b] = [await farm.anAccount({ role: "admin" }), await farm.anAccount({ role: "admin" })];
  const disable = (by: typeof a, whom: typeof a) =>
    by.farm.accounts.setDisabled({ params: { accountId: whom.id }, body: { isDisabled: true } });
  const answers = await Promise.allSettled([disable(a, b), disable(b, a)]);
  expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
  const left = (
    await farm.db.query<{ id: string }>("select id from accounts where role = 'admin' and not is_disabled")
  )[0]?.id;
  const last = left === a.id ? a : b;
  await expect(disable(last, last)).rejects.toMatchObject({ code: "conflict", status: 409 });
});

it("an API token is shown once, listed without its text, and revoked at once", async () => {
  const ada = await farm.anAccount();
  const { token, apiToken } = await ada.farm.tokens.create({ body: { name: "farm script" } });
  expect(token).toMatch(/^hat_[\w-]{43}$/);
  await farm.farmAs(token).accounts.me();
  const listed = (await ada.farm.tokens.list()).find((t) => t.id === apiToken.id);
  expect(listed).toMatchObject({ name: "farm script", lastUsedAt: expect.any(String) });
  expect(JSON.stringify(listed)).not.toContain(token);
  expect(await farm.db.query("select 1 from tokens where hash = $1", [token])).toEqual([]);
  await ada.farm.tokens.revoke({ params: { tokenId: apiToken.id } });
  await expect(farm.farmAs(token).accounts.me()).rejects.toMatchObject({ status: 401 });
});

it("the ledger is read page by page, newest first", async () => {
  const admin = await farm.anAccount({ role: "admin" });
  const ada = await farm.anAccount({ credits: 1 });
  for (const credits of [2, 3])
    await admin.farm.accounts.grant({ params: { accountId: ada.id }, body: { credits, note: `${credits}` } });
  const first = await ada.farm.credits.entries({ query: { limit: 2 } });
  expect(first.map((e) => e.note)).toEqual(["3", "2"]);
  const rest = await ada.farm.credits.entries({ query: { before: first[1]?.id, limit: 2 } });
  expect(rest.map((e) => e.note)).toEqual(["Welcome"]);
});
