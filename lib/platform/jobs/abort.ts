/** Stops a job. Running frames end within a heartbeat, and nothing of them is charged, now or later. */
import { isEnded } from "#lib/domain/job.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { cancelOpenFrames } from "./cancel-open.ts";
import { commitJobChange } from "./change.ts";
import { type JobRow, lockJob } from "./rows.ts";

/** `id`: of a job that the caller may change. Errors: forbidden when the job has ended. */
export async function abortJob(ctx: Ctx, { id }: Pick<JobRow, "id">): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, id);
    if (job === undefined) throw notFound("job");
    if (isEnded(job.state))
      throw new PlatformError("forbidden", "The job has ended; there is nothing to stop.");
    const frames = await cancelOpenFrames(ctx, tx, job);
    await commitJobChange(ctx, tx, job, { frames });
  });
}
