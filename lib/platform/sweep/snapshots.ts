/** Snapshots whose time has come, and those that a platform began and did not end. */
import type { Ctx } from "../context.ts";
import { isEnded } from "#lib/domain/job.ts";
import { lockJob } from "../jobs/rows.ts";
import { triggerSnapshot } from "../tasks/snapshot.ts";
import { dueJobs, openSnapshots } from "../tasks/snapshot-rows.ts";
import { takeSnapshot } from "../tasks/take-snapshot.ts";

/** Copying a large job takes a while; one that is silent for longer is done again. Units: milliseconds. */
const SILENT_MS = 600_000;

export async function takeDueSnapshots(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  for (const { id } of await dueJobs(ctx.db, new Date(now))) {
    const due = await ctx.db.transaction(async (tx) => {
      const job = await lockJob(tx, id);
      // Another platform's sweep was here first.
      if (job?.snapshotAt == null || job.snapshotAt.getTime() > now) return null;
      const next = isEnded(job.state) ? null : new Date(now + job.snapshotInterval * 1000);
      await tx.query("update jobs set snapshot_at = $2 where id = $1", [id, next]);
      return job;
    });
    if (due?.snapshotSettings == null) continue;
    await takeSnapshot(ctx, await triggerSnapshot(ctx, due, due.snapshotSettings));
  }
}

export async function endOpenSnapshots(ctx: Ctx): Promise<void> {
  for (const snapshot of await openSnapshots(ctx.db, new Date(ctx.clock.now() - SILENT_MS)))
    await takeSnapshot(ctx, snapshot);
}
