/** The end of all that is open of a job: its leases, its attempts, its place in the queue. */
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { cancelAttempts } from "../frames/attempt-rows.ts";
import { cancelOpenRows, type FrameRow, framesInStates, lockFrames, MANY_FRAMES } from "../frames/rows.ts";
import { tellRevoked } from "../leases/tell-revoked.ts";
import { endLeaseRow, liveLeases } from "../leases/rows.ts";
import type { JobRow } from "./rows.ts";

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
