/** Stops several jobs, each in a transaction of its own; what has ended by itself is left as it is. */
import { isEnded } from "#lib/domain/job.ts";
import type { Ctx } from "../context.ts";
import { cancelOpenFrames } from "./cancel-open.ts";
import { commitJobChange } from "./change.ts";
import { lockJob } from "./rows.ts";

export async function stopJobs(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await ctx.db.transaction(async (tx) => {
      const job = await lockJob(tx, id);
      if (job === undefined || isEnded(job.state)) return;
      const frames = await cancelOpenFrames(ctx, tx, job);
      await commitJobChange(ctx, tx, job, { frames });
    });
  }
}
