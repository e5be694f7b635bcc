/**
 * A job's money. A hold moves credits from the balance to what is held; each charge takes back as much of the hold as it
 * costs, so the balance is at every moment what may still be spent, and the end releases only what was not used.
 */
import type { LeaseId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { type Sums, writeEntry } from "../credits/write-entry.ts";
import type { Transaction } from "../db/database.ts";
import { PlatformError } from "../errors.ts";
import { leftOfCap, withinCap } from "#lib/domain/cap.ts";
import { formatCredits, roundingCharge } from "#lib/domain/credits.ts";
import type { JobRow } from "./rows.ts";

const at = (ctx: Ctx) => new Date(ctx.clock.now());

/**
 * Never more than what the cap leaves. Null when that is nothing.
 * Errors: no_credits when the balance does not cover it. Locks the account's row.
 */
export async function holdCredits(
  ctx: Ctx,
  tx: Transaction,
  job: JobRow,
  wanted: number,
): Promise<Sums | null> {
  const amount = Math.min(wanted, leftOfCap(job) - job.held);
  if (amount <= 0) return null;
  const sums = await writeEntry(tx, at(ctx), {
    accountId: job.accountId,
    kind: "hold",
    amount: -amount,
    jobId: job.id,
    note: job.name,
  });
  if (sums.balance < 0) {
    throw new PlatformError(
      "no_credits",
      `Not enough credits: the job reserves ${formatCredits(amount, "en")} and ${formatCredits(Math.max(0, sums.balance + amount), "en")} are left. Render fewer frames or samples, or ask for credits.`,
    );
  }
  job.held += amount;
  return sums;
}

export async function releaseHold(
  ctx: Ctx,
  tx: Transaction,
  job: JobRow,
  amount: number,
): Promise<Sums | null> {
  const released = Math.min(amount, job.held);
  if (released <= 0) return null;
  job.held -= released;
  return writeEntry(tx, at(ctx), {
    accountId: job.accountId,
    kind: "release",
    amount: released,
    jobId: job.id,
    note: job.name,
  });
}

/**
 * Charges, out of the hold first. Zero writes nothing. What would go past the job's cap is not charged: the farm bears it,
 * because it handed out a frame that turned out dearer than it expected.
 */
export async function chargeJob(
  ctx: Ctx,
  tx: Transaction,
  job: JobRow,
  amount: number,
  why: { note: string; frame?: number; leaseId?: LeaseId },
): Promise<Sums | null> {
  const due = withinCap(job, amount);
  if (due <= 0) return null;
  job.charged += due;
  const entry = { accountId: job.accountId, jobId: job.id };
  const charged = await writeEntry(tx, at(ctx), { ...entry, kind: "charge", amount: -due, ...why });
  return (await releaseHold(ctx, tx, job, due)) ?? charged;
}

/** The job has ended: its total becomes whole credits, once, and the rest of the hold goes back. */
export async function settleMoney(ctx: Ctx, tx: Transaction, job: JobRow): Promise<Sums | null> {
  const rounding = roundingCharge(job.charged);
  job.rounding += rounding;
  const charged = await chargeJob(ctx, tx, job, rounding, {
    note: `${job.name}: rounded up to whole credits`,
  });
  return (await releaseHold(ctx, tx, job, job.held)) ?? charged;
}

/** The job is opened again: what only rounded its total is given back, to be rounded anew at the end. */
export async function takeBackRounding(ctx: Ctx, tx: Transaction, job: JobRow): Promise<void> {
  if (job.rounding <= 0) return;
  await writeEntry(tx, at(ctx), {
    accountId: job.accountId,
    kind: "refund",
    amount: job.rounding,
    jobId: job.id,
    note: `${job.name}: rounding taken back, frames are rendered again`,
  });
  job.charged -= job.rounding;
  job.rounding = 0;
}
