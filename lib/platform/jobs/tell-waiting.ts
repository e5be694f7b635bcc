/** Nodes came or went: jobs that wait now wait for another reason, and their pages should say it without a reload. */
import type { Ctx } from "../context.ts";
import { commitJobChange } from "./change.ts";
import { lockJob, waitingJobIds } from "./rows.ts";

/** More waiting jobs than this are told when they are looked at. */
const MOST = 50;

export async function tellWaitingJobs(ctx: Ctx): Promise<void> {
  for (const { id } of await waitingJobIds(ctx.db, MOST)) {
    await ctx.db.transaction(async (tx) => {
      const job = await lockJob(tx, id);
      if (job !== undefined && job.active === 0 && job.queued > 0)
        await commitJobChange(ctx, tx, job, { frames: [] });
    });
  }
}
