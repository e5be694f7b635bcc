/** accounts.setDisabled: shuts an account out at once, or lets it in again. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Account } from "#lib/contract/farm/accounts.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { appendEvent } from "../outbox/append.ts";
import { presentAccount } from "./present.ts";
import { accountById, deleteSessionsOf, lockAdmins, lockAccount, setDisabledRow } from "./rows.ts";

export async function setDisabled(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["accounts"]["setDisabled"]>,
): Promise<Account> {
  const { accountId } = params;
  const row = await ctx.db.transaction(async (tx) => {
    const admins = await lockAdmins(tx);
    if ((await lockAccount(tx, accountId)) === undefined) throw notFound("account");
    if (body.isDisabled && admins.length === 1 && admins[0]?.id === accountId)
      throw new PlatformError("conflict", "This is the last administrator. Make another one first.");
    await setDisabledRow(tx, accountId, body.isDisabled);
    if (body.isDisabled) {
      await deleteSessionsOf(tx, accountId);
      await appendEvent(tx, { type: "sessions.ended", accountId });
    }
    return accountById(tx, accountId);
  });
  await ctx.credentials.forget();
  if (row === undefined) throw notFound("account");
  return presentAccount(row);
}
