/** leases.fail: an attempt gave no output. Another follows, or the frame has failed; either way nothing is charged. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { mayRetry } from "#lib/domain/frame.ts";
import type { Ctx } from "../context.ts";
import { commitJobChange } from "../jobs/change.ts";
import type { Transaction } from "../db/database.ts";
import { type JobRow, lockJob } from "../jobs/rows.ts";
import { readLease } from "../leases/rows.ts";
import { endAttempt, outcomeOf } from "./attempt-rows.ts";
import { deliveryOf, endLeaseWhenDone, leaseExpired, lockHeldFrame } from "./held-frame.ts";
import { moveFrames } from "./rows.ts";

/** Of a frame, as the job's owner set it. With retries of all frames used up: one, the one that was. */
async function attemptsAllowed(tx: Transaction, { id, task }: JobRow): Promise<number | undefined> {
  const each = task.retrySettings?.maxPerInstanceRetries ?? task.maxRetriesPerInstance ?? undefined;
  const inAll = task.retrySettings?.maxTotalRetries ?? undefined;
  const allowed = each === undefined ? undefined : each + 1;
  if (inAll === undefined) return allowed;
  const [used] = await tx.query<{ retries: number }>(
    "select coalesce(sum(greatest(attempt - 1, 0)), 0)::int as retries from frames where job_id = $1",
    [id],
  );
  return (used?.retries ?? 0) >= inAll ? 1 : allowed;
}

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
    const isTriedAgain = mayRetry(body.failure, frame.attempt, await attemptsAllowed(tx, job));
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
