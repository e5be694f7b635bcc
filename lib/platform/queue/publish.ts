/** Puts frames on a job's queue, in the transaction that makes them. */
import type { PgBoss } from "pg-boss";
import type { JobId } from "#lib/domain/ids.ts";
import type { Transaction } from "../db/database.ts";
import { bossSql } from "./boss.ts";

/** Rows of one statement: a 100,000-frame job goes in a few seconds without one huge text. */
const BATCH = 5000;

/** What a message carries. */
export interface FrameMessage {
  frame: number;
}

/** Lower frame numbers have higher priority, so they are delivered first whenever they were published. */
export async function publishFrames(
  boss: PgBoss,
  tx: Transaction,
  jobId: JobId,
  frames: readonly number[],
): Promise<void> {
  for (let first = 0; first < frames.length; first += BATCH) {
    const batch = frames.slice(first, first + BATCH);
    await boss.insert(
      jobId,
      batch.map((frame) => ({ data: { frame } satisfies FrameMessage, priority: -frame })),
      { db: bossSql(tx) },
    );
  }
}
