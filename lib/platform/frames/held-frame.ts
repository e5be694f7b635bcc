/** What finish and fail share: the frame is still this lease's, and the lease ends with its last frame. */
import type { LeaseId } from "#lib/domain/ids.ts";
import type { Transaction } from "../db/database.ts";
import { PlatformError } from "../errors.ts";
import type { JobRow } from "../jobs/rows.ts";
import { endLeaseRow, type LeaseRow, lockLiveLease } from "../leases/rows.ts";
import { outcomeOf } from "./attempt-rows.ts";
import { type FrameRow, framesOfLease, lockFrames } from "./rows.ts";

export const leaseExpired = () =>
  new PlatformError(
    "lease_expired",
    "This lease has ended; its frames were given to others or stopped. Throw the result away.",
  );

/**
 * The frame, locked. "delivered": this lease has delivered it before.
 * Errors: lease_expired when it is no longer the lease's.
 */
export async function lockHeldFrame(
  tx: Transaction,
  job: JobRow,
  leaseId: LeaseId,
  number: number,
): Promise<{ lease: LeaseRow; frame: FrameRow } | "delivered"> {
  if ((await outcomeOf(tx, leaseId, number)) === "delivered") return "delivered";
  const lease = await lockLiveLease(tx, leaseId);
  const [frame] = await lockFrames(tx, job.id, [number]);
  if (lease === undefined || frame?.state !== "active" || frame.leaseId !== leaseId) throw leaseExpired();
  return { lease, frame };
}

/** The delivery behind a frame. Errors: lease_expired when there is none: the row is not active. */
export function deliveryOf(frame: FrameRow): { id: string; try: number; frame: number } {
  if (frame.deliveryId === null || frame.deliveryTry === null) throw leaseExpired();
  return { id: frame.deliveryId, try: frame.deliveryTry, frame: frame.frame };
}

export async function endLeaseWhenDone(tx: Transaction, lease: LeaseRow, at: Date): Promise<void> {
  if ((await framesOfLease(tx, lease.id)).length === 0) await endLeaseRow(tx, lease.id, "done", at);
}
