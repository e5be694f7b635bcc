/** Says that deliveries are still being worked on. */
import type { PgBoss } from "pg-boss";
import type { JobId } from "#lib/domain/ids.ts";
import { settledOf } from "./boss.ts";
import type { Delivery } from "./queue.ts";

/** One statement for all of them. Those left out of the answer were cancelled or given to another. */
export async function keepFrames(
  boss: PgBoss,
  jobId: JobId,
  deliveries: readonly Delivery[],
): Promise<Set<string>> {
  if (deliveries.length === 0) return new Set();
  const answer = await boss.touch(
    jobId,
    deliveries.map(({ id, try: retryCount }) => ({ id, retryCount })),
  );
  return new Set(settledOf(answer).settled);
}
