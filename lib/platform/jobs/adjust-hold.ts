/** What is reserved for a job, when it turns out that it will cost more or less than was guessed. */
import { withinCap } from "#lib/domain/cap.ts";
import type { Ctx } from "../context.ts";
import type { Sums } from "../credits/write-entry.ts";
import type { Transaction } from "../db/database.ts";
import { holdCredits, releaseHold } from "./money.ts";
import { pauseForCredits } from "./pause.ts";
import type { JobRow } from "./rows.ts";

/**
 * The hold becomes what is wanted, as far as the cap lets it, now that it is known better. Where the balance does not cover it the job pauses, as one does
 * whose credits ran out.
 */
export async function adjustHold(
  ctx: Ctx,
  tx: Transaction,
  job: JobRow,
  wanted: number,
): Promise<Sums | null> {
  const amount = withinCap(job, wanted);
  if (amount <= job.held) return releaseHold(ctx, tx, job, job.held - amount);
  const [account] = await tx.query<{ balance: number }>(
    "select balance from accounts where id = $1 for update",
    [job.accountId],
  );
  const missing = amount - job.held;
  if ((account?.balance ?? 0) >= missing) return holdCredits(ctx, tx, job, missing);
  pauseForCredits(job);
  return null;
}
