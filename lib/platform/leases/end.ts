/** A lease ends before its frames are done: they go back to the queue, and nothing of them is charged. */
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { endAttempts } from "../frames/attempt-rows.ts";
import { type FrameRow, framesOfLease, moveFrames } from "../frames/rows.ts";
import { commitJobChange } from "../jobs/change.ts";
import { lockJob } from "../jobs/rows.ts";
import { endLeaseRow, type LeaseRow, lockLiveLease } from "./rows.ts";
import { tellRevoked } from "./tell-revoked.ts";
import type { JobRow } from "../jobs/rows.ts";

/** Gives one frame's delivery back. One that the queue took away meanwhile is its own again already. */
export async function giveBack(ctx: Ctx, tx: Transaction, job: JobRow, frame: FrameRow): Promise<void> {
  if (frame.deliveryId === null || frame.deliveryTry === null) return;
  const delivery = { id: frame.deliveryId, try: frame.deliveryTry, frame: frame.frame };
  await ctx.queue.giveBack(tx, job.id, delivery);
}

const MESSAGE = {
  expired: "The node was not heard from any more; the frame went back to the queue.",
  released: "The node gave the frame back; it went back to the queue.",
} as const;

/**
 * Ends a live lease in a transaction of its own. `onlyBefore`: only if its deadline is still older (somebody may have
 * renewed it meanwhile). False when it had ended already.
 */
export async function endLease(
  ctx: Ctx,
  lease: Pick<LeaseRow, "id" | "jobId">,
  ending: keyof typeof MESSAGE,
  onlyBefore?: Date,
): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, lease.jobId);
    const live = await lockLiveLease(tx, lease.id);
    if (live === undefined || (onlyBefore !== undefined && live.deadline >= onlyBefore)) return false;
    const at = new Date(ctx.clock.now());
    await endLeaseRow(tx, live.id, ending, at);
    await tellRevoked(tx, live);
    if (job === undefined) return true;
    const held = await framesOfLease(tx, live.id);
    const numbers = held.map((f) => f.frame);
    for (const frame of held) await giveBack(ctx, tx, job, frame);
    await endAttempts(tx, job.id, numbers, at, ending === "expired" ? "lost" : "canceled", MESSAGE[ending]);
    const frames = await moveFrames(tx, job.id, numbers, { state: "queued" });
    job.active -= frames.length;
    job.queued += frames.length;
    await commitJobChange(ctx, tx, job, { frames });
    tx.afterCommit(() => ctx.work.hint());
    return true;
  });
}
