/** A node has begun to render a job: until then its frames are handed out, but nothing of them is made. Once a job. */
import type { JobId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { commitJobChange } from "./change.ts";
import { lockJob } from "./rows.ts";

export async function noteRendering(ctx: Ctx, jobId: JobId): Promise<void> {
  const key = `rendering:${jobId}`;
  if (ctx.live.lastAt(key) !== undefined) return;
  ctx.live.mark(key, ctx.clock.now());
  await ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, jobId);
    if (job === undefined || job.isRendering || job.active === 0) return;
    job.isRendering = true;
    await commitJobChange(ctx, tx, job, { frames: [] });
  });
}
