/** accounts.create: an account with its first grant. Also how the first administrator comes to be. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { fromCredits } from "#lib/domain/credits.ts";
import { type AccountId, newId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { writeEntry } from "../credits/write-entry.ts";
import { PlatformError } from "../errors.ts";
import { randomPassword } from "./credential-text.ts";
import { hashPassword } from "./password-hash.ts";
import { presentAccount } from "./present.ts";
import { accountById, insertAccount } from "./rows.ts";

export async function createAccount(
  ctx: Ctx,
  { body }: ParsedOf<Api["accounts"]["create"]>,
): Promise<ReplyOf<Api["accounts"]["create"]>> {
  const password = body.password ?? randomPassword();
  const passwordHash = await hashPassword(password);
  const createdAt = new Date(ctx.clock.now());
  const id = newId<AccountId>(createdAt.getTime());
  const grant = fromCredits(body.grantCredits ?? ctx.settings.newAccountCredits);
  const row = await ctx.db.transaction(async (tx) => {
    const isNew = await insertAccount(tx, {
      id,
      email: body.email,
      passwordHash,
      role: body.role,
      createdAt,
    });
    if (!isNew) {
      throw new PlatformError("conflict", `There is already an account for ${body.email}.`, {
        email: "There is already an account for this e-mail.",
      });
    }
    if (grant > 0)
      await writeEntry(tx, createdAt, { accountId: id, kind: "grant", amount: grant, note: "Welcome" });
    return accountById(tx, id);
  });
  if (row === undefined) throw new Error("The account that was just written is not there.");
  return { account: presentAccount(row), password: body.password === undefined ? password : null };
}
