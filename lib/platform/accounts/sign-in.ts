/** sessions.create and sessions.end. */
import { type ParsedOf, type ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { accountOf } from "../policy.ts";
import { hashToken, newToken } from "./credential-text.ts";
import { passwordFits } from "./password-hash.ts";
import { presentAccount } from "./present.ts";
import { accountByEmail, insertToken } from "./rows.ts";

/** Units: milliseconds. A month: long enough for a film's crunch, short enough for a lost laptop. */
const SESSION_MS = 30 * 86_400_000;

export async function signIn(
  ctx: Ctx,
  { body }: ParsedOf<Api["sessions"]["create"]>,
): Promise<ReplyOf<Api["sessions"]["create"]>> {
  const email = body.email.trim().toLowerCase();
  if (ctx.throttle.isBlocked(email, ctx.address)) {
    throw new PlatformError(
      "too_many_requests",
      "Too many wrong passwords. Wait a quarter of an hour, or ask an administrator for a new one.",
    );
  }
  // Counted before it is known to be wrong: many tries at once must not all slip through.
  ctx.throttle.failed(email, ctx.address);
  const account = await accountByEmail(ctx.db, email);
  const fits = await passwordFits(account?.passwordHash ?? null, body.password);
  if (account === undefined || !fits || account.isDisabled)
    throw new PlatformError("unauthorized", "The e-mail or the password is not right.");
  ctx.throttle.succeeded(email, ctx.address);
  const token = newToken("session");
  const now = ctx.clock.now();
  await insertToken(ctx.db, {
    id: newId(now),
    hash: hashToken(token),
    kind: "session",
    accountId: account.id,
    name: "",
    createdAt: new Date(now),
    expiresAt: new Date(now + SESSION_MS),
  });
  return { token, account: presentAccount(account) };
}

export async function signOut(ctx: Ctx): Promise<void> {
  const actor = accountOf(ctx.actor);
  await ctx.db.query("delete from tokens where id = $1 and kind = 'session'", [actor.tokenId]);
  await ctx.credentials.forget();
}
