/** accounts.me and accounts.list. */
import type { Account } from "#lib/contract/farm/accounts.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { accountOf } from "../policy.ts";
import { presentAccount } from "./present.ts";
import { accountById, allAccounts } from "./rows.ts";

export async function readMe(ctx: Ctx): Promise<Account> {
  const row = await accountById(ctx.db, accountOf(ctx.actor).accountId);
  if (row === undefined) throw notFound("account");
  return presentAccount(row);
}

export const listAccounts = async (ctx: Ctx): Promise<Account[]> =>
  (await allAccounts(ctx.db)).map(presentAccount);
