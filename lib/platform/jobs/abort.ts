/** Stops a job. Running frames end within a heartbeat, and nothing of them is charged, now or later. */
import { isEnded } from "#lib/domain/job.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { notFound, PlatformError } from "../errors.ts";
import { cancelAttempts } from "../frames/attempt-rows.ts";
import { cancelOpenRows, type FrameRow, framesInStates, lockFrames } from "../frames/rows.ts";
import { tellRevoked } from "../leases/end.ts";
import { endLeaseRow, liveLeases } from "../leases/rows.ts";
import { commitJobChange, MANY_FRAMES } from "./change.ts";
import { type JobRow, lockJob } from "./rows.ts";

/** Ends all that is open of a locked job, without writing the job itself. Answers the frames that changed. */
export async function cancelOpenFrames(ctx: Ctx, tx: Transaction, job: JobRow): Promise<FrameRow[] | "many"> {
  const at = new Date(ctx.clock.now());
  for (const lease of await liveLeases(tx, { jobId: job.id })) {
    await endLeaseRow(tx, lease.id, "revoked", at);
    await tellRevoked(tx, lease);
  }
  await cancelAttempts(tx, job.id, at, "The job was stopped.");
  await ctx.queue.cancel(tx, job.id);
  const count = job.queued + job.active;
  const open = count > MANY_FRAMES ? "many" : await framesInStates(tx, job.id, ["queued", "active"]);
  await cancelOpenRows(tx, job.id);
  job.canceled += count;
  job.queued = 0;
  job.active = 0;
  if (open === "many") return open;
  return lockFrames(
    tx,
    job.id,
    open.map((f) => f.frame),
  );
}

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
