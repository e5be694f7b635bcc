/** A job whose account ran out of credits holds its queued frames back; running ones end. A grant lets it go on. */
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { commitJobChange } from "./change.ts";
import { type JobRow, lockPausedJobs } from "./rows.ts";

/** Nothing is left of the job's own hold, and the account owes. */
export const isOutOfCredits = (job: JobRow, balance: number): boolean => job.held <= 0 && balance < 0;

export function pauseForCredits(job: JobRow): void {
  job.isPaused = true;
  job.pauseReason = "no_credits";
}

/** Locks the account's paused jobs now; the returned function lets them go on, when the grant was enough. */
export async function resumePausedJobs(
  ctx: Ctx,
  tx: Transaction,
  accountId: string,
): Promise<() => Promise<void>> {
  const jobs = (await lockPausedJobs(tx, accountId)).filter((job) => job.pauseReason === "no_credits");
  return async () => {
    for (const job of jobs) {
      job.isPaused = false;
      job.pauseReason = null;
      await commitJobChange(ctx, tx, job, { frames: [] });
    }
    if (jobs.length > 0) tx.afterCommit(() => ctx.work.hint());
  };
}
