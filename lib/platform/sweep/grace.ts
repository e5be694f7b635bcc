/** The platform was away: nodes that went on rendering meanwhile get the time to say so before anybody takes their frames. */
import { LEASE_SECONDS } from "#lib/domain/lease.ts";
import type { Platform } from "../context.ts";
import { deliveriesOf } from "../leases/rows.ts";

export async function graceAfterStart(platform: Platform): Promise<void> {
  const now = platform.clock.now();
  await platform.db.query("update leases set deadline = greatest(deadline, $1) where ended_at is null", [
    new Date(now + LEASE_SECONDS * 1000),
  ]);
  await platform.db.query(
    "update nodes set last_seen_at = greatest(last_seen_at, $1) where presence in ('online', 'draining')",
    [new Date(now)],
  );
  const byJob = Map.groupBy(await deliveriesOf(platform.db), (held) => held.jobId);
  for (const [jobId, held] of byJob) await platform.queue.keep(jobId, held);
}
