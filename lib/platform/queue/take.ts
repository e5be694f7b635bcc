/** Takes frames off the queues: to render them, or because they were delivered too often. */
import type { JobWithMetadata, PgBoss } from "pg-boss";
import type { JobId } from "#lib/domain/ids.ts";
import type { Transaction } from "../db/database.ts";
import { bossSql, DEAD_QUEUE } from "./boss.ts";
import type { FrameMessage } from "./publish.ts";
import type { Delivery } from "./queue.ts";

/** Dead letters of one call; a sweep calls again. */
const DEAD_BATCH = 500;

/** Up to `count`, lowest frame first; two takers never get the same (SKIP LOCKED). */
export async function takeFrames(
  boss: PgBoss,
  tx: Transaction,
  jobId: JobId,
  count: number,
): Promise<Delivery[]> {
  const messages = await boss.fetch<FrameMessage>(jobId, {
    batchSize: count,
    includeMetadata: true,
    db: bossSql(tx),
  });
  return messages
    .map(({ id, retryCount, data }) => ({ id, try: retryCount, frame: data.frame }))
    .sort((a, b) => a.frame - b.frame);
}

/** Read and removed in one transaction: when it rolls back, they are still there. */
export async function takeDeadFrames(
  boss: PgBoss,
  tx: Transaction,
): Promise<{ jobId: JobId; frame: number }[]> {
  const options = { batchSize: DEAD_BATCH, includeMetadata: true as const, db: bossSql(tx) };
  const letters: (JobWithMetadata<FrameMessage> & { sourceName?: string | null })[] =
    await boss.fetch<FrameMessage>(DEAD_QUEUE, options);
  if (letters.length > 0)
    await boss.deleteJob(
      DEAD_QUEUE,
      letters.map((letter) => letter.id),
      { db: bossSql(tx) },
    );
  return letters.flatMap(({ sourceName, data }) =>
    sourceName ? [{ jobId: sourceName as JobId, frame: data.frame }] : [],
  );
}
