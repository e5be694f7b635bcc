/** Jobs that paused for credits while a grant was under way: the account can pay again, so they go on. */
import type { Ctx } from "../context.ts";
import { resumePausedJobs } from "../jobs/pause.ts";

export async function resumePaidJobs(ctx: Ctx): Promise<void> {
  const accounts = await ctx.db.query<{ id: string }>(
    `select distinct a.id from accounts a join jobs j on j.account_id = a.id
     where j.is_paused and j.pause_reason = 'no_credits' and j.deleted_at is null and a.balance > 0`,
  );
  for (const { id } of accounts)
    await ctx.db.transaction(async (tx) => (await resumePausedJobs(ctx, tx, id))());
}
