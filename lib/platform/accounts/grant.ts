/** accounts.grant: credits from the administrator. Jobs that paused for lack of them go on. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Account } from "#lib/contract/farm/accounts.ts";
import type { Api } from "#lib/contract/index.ts";
import { fromCredits } from "#lib/domain/credits.ts";
import type { Ctx } from "../context.ts";
import { writeEntry } from "../credits/write-entry.ts";
import { notFound } from "../errors.ts";
import { resumePausedJobs } from "../jobs/pause.ts";
import { appendEvent } from "../outbox/append.ts";
import { presentAccount } from "./present.ts";
import { accountById } from "./rows.ts";

export async function grantCredits(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["accounts"]["grant"]>,
): Promise<Account> {
  const { accountId } = params;
  return ctx.db.transaction(async (tx) => {
    if ((await accountById(tx, accountId)) === undefined) throw notFound("account");
    // Jobs before accounts: every verb locks in this order.
    const resume = await resumePausedJobs(ctx, tx, accountId);
    const sums = await writeEntry(tx, new Date(ctx.clock.now()), {
      accountId,
      kind: "grant",
      amount: fromCredits(body.credits),
      note: body.note,
    });
    await appendEvent(tx, { type: "credits.changed", accountId, ...sums });
    if (sums.balance > 0) await resume();
    const row = await accountById(tx, accountId);
    if (row === undefined) throw notFound("account");
    return presentAccount(row);
  });
}
