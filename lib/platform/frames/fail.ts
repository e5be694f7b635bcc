/** leases.fail: an attempt gave no output. Another follows, or the frame has failed; either way nothing is charged. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { mayRetry } from "#lib/domain/frame.ts";
import type { Ctx } from "../context.ts";
import { commitJobChange } from "../jobs/change.ts";
import { lockJob } from "../jobs/rows.ts";
import { readLease } from "../leases/rows.ts";
import { endAttempt, outcomeOf } from "./attempt-rows.ts";
import { deliveryOf, endLeaseWhenDone, leaseExpired, lockHeldFrame } from "./held-frame.ts";
import { moveFrames } from "./rows.ts";

export async function failFrame(ctx: Ctx, { params, body }: ParsedOf<Api["leases"]["fail"]>): Promise<void> {
  const lease = await readLease(ctx.db, params.leaseId);
  if (lease === undefined) throw leaseExpired();
  await ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, lease.jobId);
    if (job === undefined) throw leaseExpired();
    // The same report again, after an answer that got lost.
    if ((await outcomeOf(tx, lease.id, params.frame)) === "failed") return;
    const held = await lockHeldFrame(tx, job, lease.id, params.frame);
    if (held === "delivered") return;
    const { frame } = held;
    const isTriedAgain = mayRetry(body.failure, frame.attempt);
    const at = new Date(ctx.clock.now());
    const delivery = deliveryOf(frame);
    const wasOurs = isTriedAgain
      ? await ctx.queue.giveBack(tx, job.id, delivery)
      : await ctx.queue.finish(tx, job.id, delivery);
    if (!wasOurs) throw leaseExpired();
    await endAttempt(tx, lease.id, frame.frame, at, { outcome: "failed", ...body });
    const rows = await moveFrames(tx, job.id, [frame.frame], {
      state: isTriedAgain ? "queued" : "failed",
      failure: body.failure,
    });
    await endLeaseWhenDone(tx, held.lease, at);
    job.active -= 1;
    if (isTriedAgain) job.queued += 1;
    else job.failed += 1;
    await commitJobChange(ctx, tx, job, { frames: rows });
    if (isTriedAgain) tx.afterCommit(() => ctx.work.hint());
  });
}
