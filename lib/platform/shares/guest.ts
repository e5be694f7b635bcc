/** Who a guest is: by the link's text, and for more than its card by the key that opening it answered. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { GUEST_KEY_MS } from "#lib/domain/share-link.ts";
import { hashToken } from "../accounts/credential-text.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { type JobRow, readJob } from "../jobs/rows.ts";
import { seal, unseal } from "../seal.ts";
import { shareByToken, type ShareRow } from "./rows.ts";

const PURPOSE = "share-key";
const guestKey = z.object({ share: z.string(), lock: z.string(), until: z.number() });

/** Another password is another lock: keys to the old one fit no more. */
const lockOf = ({ passwordHash }: ShareRow): string =>
  createHash("sha256")
    .update(passwordHash ?? "")
    .digest("base64url");

/** Errors: not_found, whether it was revoked, has expired or never was. */
export async function shareOf(ctx: Ctx, token: string): Promise<ShareRow> {
  const row = await shareByToken(ctx.db, hashToken(token), new Date(ctx.clock.now()));
  if (row === undefined) throw notFound("share link");
  return row;
}

export const writeKey = (ctx: Ctx, share: ShareRow): string =>
  seal(
    ctx.settings.secret,
    PURPOSE,
    JSON.stringify({ share: share.id, lock: lockOf(share), until: ctx.clock.now() + GUEST_KEY_MS }),
  );

function fits(ctx: Ctx, share: ShareRow, key: string): boolean {
  const text = unseal(ctx.settings.secret, PURPOSE, key);
  if (text === null) return false;
  const { share: id, lock, until } = guestKey.parse(JSON.parse(text));
  return id === share.id && lock === lockOf(share) && until > ctx.clock.now();
}

/** The job that a guest may look at. Errors: not_found; forbidden with a key that is not for it. */
export async function jobOfGuest(
  ctx: Ctx,
  token: string,
  key: string,
): Promise<{ share: ShareRow; job: JobRow }> {
  const share = await shareOf(ctx, token);
  if (!fits(ctx, share, key)) throw new PlatformError("forbidden", "Open the link again.");
  const job = await readJob(ctx.db, share.jobId);
  if (job === undefined) throw notFound("share link");
  return { share, job };
}
