/**
 * The queue as verbs see it: pg-boss behind seven verbs, one queue a job, on the same database handle, so that a verb's
 * transaction holds frames, ledger, events and queue together.
 */
import type { JobId } from "#lib/domain/ids.ts";
import type { Transaction } from "../db/database.ts";

/** One delivery of a frame. `try` fences it: after the queue hands the frame out again, the old delivery can do nothing. */
export interface Delivery {
  id: string;
  try: number;
  frame: number;
}

export interface FrameQueue {
  /** Makes the job's queue. Idempotent; outside any transaction, before the one that publishes. */
  open(jobId: JobId): Promise<void>;
  publish(tx: Transaction, jobId: JobId, frames: readonly number[]): Promise<void>;
  /** Up to `count` frames, lowest number first; [] when none is queued. */
  take(tx: Transaction, jobId: JobId, count: number): Promise<Delivery[]>;
  /** Renews deliveries; answers the ids that are still this taker's. */
  keep(jobId: JobId, deliveries: readonly Delivery[]): Promise<Set<string>>;
  /** The frame is done. False when the delivery is no longer the taker's: nothing was changed. */
  finish(tx: Transaction, jobId: JobId, delivery: Delivery): Promise<boolean>;
  /** Gives the frame back to be taken again at once. False as in `finish`. */
  giveBack(tx: Transaction, jobId: JobId, delivery: Delivery): Promise<boolean>;
  /** Takes frames off the queue, queued or delivered; all of the job's without `frames`. */
  cancel(tx: Transaction, jobId: JobId, frames?: readonly number[]): Promise<void>;
  /** Frames that were delivered too often without an end (their nodes died): the dead letters, removed as they are read. */
  takeDead(tx: Transaction): Promise<{ jobId: JobId; frame: number }[]>;
  /** Removes the job's queue. Outside any transaction; the job has ended. */
  drop(jobId: JobId): Promise<void>;
  close(): Promise<void>;
}
