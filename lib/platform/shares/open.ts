/** shared.open: lets a guest in, counts it for the owner, and slows down who guesses passwords. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { passwordFits } from "../accounts/password-hash.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { appendEvents } from "../outbox/append.ts";
import { shareOf, writeKey } from "./guest.ts";
import { changed } from "./manage.ts";
import { countOpening, type ShareRow } from "./rows.ts";

async function checkPassword(ctx: Ctx, share: ShareRow, password: string | undefined): Promise<void> {
  if (share.passwordHash === null) return;
  if (password === undefined) throw new PlatformError("forbidden", "This link asks for a password.");
  const door = `share:${share.id}`;
  if (ctx.throttle.isBlocked(door, ctx.address))
    throw new PlatformError("too_many_requests", "Too many wrong passwords. Wait a quarter of an hour.");
  // Counted before it is known to be wrong: many tries at once must not all slip through.
  ctx.throttle.failed(door, ctx.address);
  if (await passwordFits(share.passwordHash, password)) return ctx.throttle.succeeded(door, ctx.address);
  throw new PlatformError("forbidden", "That is not the password of this link.");
}

export async function openShared(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["shared"]["open"]>,
): Promise<ReplyOf<Api["shared"]["open"]>> {
  const share = await shareOf(ctx, params.token);
  await checkPassword(ctx, share, body.password);
  await ctx.db.transaction(async (tx) => {
    await countOpening(tx, share.id, new Date(ctx.clock.now()));
    await appendEvents(tx, [changed(share, false)]);
  });
  return { key: writeKey(ctx, share) };
}
