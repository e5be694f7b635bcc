/**
 * How every change of a job ends: it is kept to its cap, its state is derived from its frames, an end is settled once, the revision goes up,
 * and the events are written, all in the verb's transaction.
 */
import type { DurableEvent } from "#lib/contract/events.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { deriveJobState, isEnded } from "#lib/domain/job.ts";
import type { Ctx } from "../context.ts";
import type { Sums } from "../credits/write-entry.ts";
import type { Transaction } from "../db/database.ts";
import { presentFrames } from "../frames/present.ts";
import { type FrameRow, MANY_FRAMES } from "../frames/rows.ts";
import { appendEvents } from "../outbox/append.ts";
import { keepToCap } from "./keep-to-cap.ts";
import { settleMoney } from "./money.ts";
import { presentJob } from "./present.ts";
import { type JobRow, saveJob } from "./rows.ts";
import { noteWireState } from "./wire-state.ts";

type Changed = readonly FrameRow[] | "many";

const unite = (frames: Changed, more: Changed): Changed =>
  frames === "many" || more === "many" ? "many" : [...frames, ...more];

/**
 * Writes the locked, changed row back and tells it. `frames`: those whose rows changed; `sums`: the account's, when this
 * verb moved money. Both events carry the same revision, so that job and frames age together on every screen.
 */
export async function commitJobChange(
  ctx: Ctx,
  tx: Transaction,
  job: JobRow,
  change: { frames: Changed; sums?: Sums | null },
): Promise<Job> {
  const capped = await keepToCap(ctx, tx, job);
  const changed = unite(change.frames, capped.frames);
  const since = job.revision;
  job.revision += 1;
  job.state = deriveJobState(job, job.isPaused);
  noteWireState(job, new Date(ctx.clock.now()));
  let sums = change.sums ?? null;
  if (isEnded(job.state) && job.endedAt === null) {
    job.endedAt = new Date(ctx.clock.now());
    job.isPaused = false;
    job.pauseReason = null;
    sums = (await settleMoney(ctx, tx, job)) ?? sums;
    const { id } = job;
    tx.afterCommit(() => {
      ctx.live.mark(`ended:${id}`, ctx.clock.now());
      // Others may have waited for it.
      ctx.work.hint();
    });
  }
  await saveJob(tx, job);
  const presented = await presentJob(ctx.clock, tx, job);
  const order = { jobId: job.id, since, revision: job.revision };
  const frames =
    changed === "many" || changed.length > MANY_FRAMES
      ? "many"
      : await presentFrames(ctx, job.resultBucket, changed);
  // Probes are no job to anybody but their quote.
  const events: DurableEvent[] =
    job.probe === null
      ? [
          { type: "job.changed", ...order, job: presented },
          { type: "frames.changed", ...order, frames },
        ]
      : [{ type: "quote.changed", accountId: job.accountId, quoteId: job.id }];
  if (capped.event !== null) events.push(capped.event);
  if (sums !== null) events.push({ type: "credits.changed", accountId: job.accountId, ...sums });
  await appendEvents(tx, events);
  return presented;
}
