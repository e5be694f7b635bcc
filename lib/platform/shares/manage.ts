/** shares.list, shares.create and shares.revoke: the owner's side of share links. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Share } from "#lib/contract/farm/shares.ts";
import type { Api } from "#lib/contract/index.ts";
import { newId, type ShareId } from "#lib/domain/ids.ts";
import { hashToken, newToken } from "../accounts/credential-text.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import type { Ctx } from "../context.ts";
import { invalidField } from "../errors.ts";
import { jobFor } from "../jobs/get.ts";
import { appendEvents } from "../outbox/append.ts";
import { allowed } from "../policy.ts";
import { insertShare, presentShare, readShare, revokeShareRow, type ShareRow, sharesOfJob } from "./rows.ts";

export const listShares = async (ctx: Ctx, { params }: ParsedOf<Api["shares"]["list"]>): Promise<Share[]> =>
  (await sharesOfJob(ctx.db, (await jobFor(ctx, "read", params.jobId)).id)).map(presentShare);

export async function createShare(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["shares"]["create"]>,
): Promise<ReplyOf<Api["shares"]["create"]>> {
  const job = await jobFor(ctx, "change", params.jobId);
  const now = ctx.clock.now();
  const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt);
  if (expiresAt !== null && expiresAt.getTime() <= now)
    throw invalidField("expiresAt", "That moment has passed already.");
  const token = newToken("share");
  const row: ShareRow = {
    id: newId<ShareId>(now),
    jobId: job.id,
    accountId: job.accountId,
    title: body.title,
    note: body.note,
    passwordHash: body.password === null ? null : await hashPassword(body.password),
    allowsDownload: body.allowsDownload,
    showsFacts: body.showsFacts,
    createdAt: new Date(now),
    expiresAt,
    openedCount: 0,
    lastOpenedAt: null,
  };
  await ctx.db.transaction(async (tx) => {
    await insertShare(tx, row, hashToken(token));
    await appendEvents(tx, [changed(row, false)]);
  });
  return { share: presentShare(row), token };
}

/** What the owner's pages and the gateway hear of a share. */
export const changed = ({ accountId, jobId, id }: ShareRow, isOver: boolean) => ({
  type: "share.changed" as const,
  accountId,
  jobId,
  shareId: id,
  isOver,
});

export async function revokeShare(ctx: Ctx, { params }: ParsedOf<Api["shares"]["revoke"]>): Promise<void> {
  const row = allowed(ctx.actor, "change", await readShare(ctx.db, params.shareId), "share link");
  await ctx.db.transaction(async (tx) => {
    if (await revokeShareRow(tx, row.id, new Date(ctx.clock.now())))
      await appendEvents(tx, [changed(row, true)]);
  });
}
