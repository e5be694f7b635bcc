/** accounts.resetPassword: a new random password; whoever is signed in with the old one is signed out. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { appendEvent } from "../outbox/append.ts";
import { randomPassword } from "./credential-text.ts";
import { hashPassword } from "./password-hash.ts";
import { deleteSessionsOf, lockAccount, setPasswordRow } from "./rows.ts";

export async function resetPassword(
  ctx: Ctx,
  { params }: ParsedOf<Api["accounts"]["resetPassword"]>,
): Promise<{ password: string }> {
  const password = randomPassword();
  const passwordHash = await hashPassword(password);
  await ctx.db.transaction(async (tx) => {
    if ((await lockAccount(tx, params.accountId)) === undefined) throw notFound("account");
    await setPasswordRow(tx, params.accountId, passwordHash);
    await deleteSessionsOf(tx, params.accountId);
    await appendEvent(tx, { type: "sessions.ended", accountId: params.accountId });
  });
  await ctx.credentials.forget();
  return { password };
}
