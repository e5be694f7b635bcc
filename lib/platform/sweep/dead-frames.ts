/** Frames that were delivered too often without an end: whatever takes them dies. They are failed, and say so. */
import type { Ctx } from "../context.ts";
import { endAttempts } from "../frames/attempt-rows.ts";
import { lockFrames, moveFrames } from "../frames/rows.ts";
import { commitJobChange } from "../jobs/change.ts";
import { lockJob } from "../jobs/rows.ts";

export async function failDeadFrames(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const dead = Map.groupBy(await ctx.queue.takeDead(tx), (letter) => letter.jobId);
    for (const [jobId, letters] of [...dead].sort(([a], [b]) => a.localeCompare(b))) {
      const job = await lockJob(tx, jobId);
      if (job === undefined) continue;
      const numbers = letters.map((letter) => letter.frame);
      const open = (await lockFrames(tx, jobId, numbers)).filter(
        (f) => f.state === "queued" || f.state === "active",
      );
      if (open.length === 0) continue;
      for (const frame of open) job[frame.state] -= 1;
      job.failed += open.length;
      const failed = open.map((f) => f.frame);
      await endAttempts(tx, jobId, failed, new Date(ctx.clock.now()), "lost", "The node went away.");
      const frames = await moveFrames(tx, jobId, failed, { state: "failed", failure: "node_lost" });
      await commitJobChange(ctx, tx, job, { frames });
    }
  });
}
