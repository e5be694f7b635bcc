/** What owners ask to happen by the clock: an ended task goes after a while, one that nobody begins is given up. */
import type { JobId } from "#lib/domain/ids.ts";
import { secondsOf } from "#lib/contract/translate/words.ts";
import type { Ctx } from "../context.ts";
import { abortJob } from "../jobs/abort.ts";
import { removeJob } from "../jobs/remove.ts";
import { deletePool } from "../pools/rows.ts";

interface Ended<Id> {
  id: Id;
  endedAt: Date;
  life: string | null;
  goesByItself: boolean;
}

/** Its life after the end is over; without one (zero) only `autoDeleteOnCompletion` makes it go, and then at once. */
function isOutlived({ endedAt, life, goesByItself }: Ended<unknown>, now: number): boolean {
  const seconds = life === null ? 0 : secondsOf(life);
  return (seconds > 0 || goesByItself) && endedAt.getTime() + seconds * 1000 < now;
}

/** What the owner said of the end, where it says anything. `given`: the column that keeps what was asked. */
const lifeIn = (given: string) => ({
  columns: `${given}->>'completionTimeToLive' as life,
    coalesce((${given}->>'autoDeleteOnCompletion')::boolean, false) as "goesByItself"`,
  isLimited: `(coalesce(${given}->>'completionTimeToLive', '00:00:00') <> '00:00:00'
    or (${given}->>'autoDeleteOnCompletion')::boolean)`,
});

/** Tasks with a life after their end (`completionTimeToLive`, `autoDeleteOnCompletion`). */
export async function removeOutlivedTasks(ctx: Ctx): Promise<void> {
  const { columns, isLimited } = lifeIn("task");
  const ended = await ctx.db.query<Ended<JobId>>(
    `select id, ended_at as "endedAt", ${columns} from jobs
     where deleted_at is null and ended_at is not null and ${isLimited}`,
  );
  const now = ctx.clock.now();
  for (const task of ended) if (isOutlived(task, now)) await removeJob(ctx, task);
}

/** A closed pool has completed with the last of its tasks; the tasks themselves stay. */
export async function removeOutlivedPools(ctx: Ctx): Promise<void> {
  const { columns, isLimited } = lifeIn("p.request");
  const closed = await ctx.db.query<Ended<string>>(
    `select p.id, greatest(p.closed_at, max(j.ended_at)) as "endedAt", ${columns}
     from pools p left join jobs j on j.task->>'poolUuid' = p.id::text and j.deleted_at is null
     where p.deleted_at is null and p.closed_at is not null and ${isLimited}
     group by p.id having count(j.id) = count(j.ended_at)`,
  );
  const now = ctx.clock.now();
  for (const pool of closed) if (isOutlived(pool, now)) await deletePool(ctx.db, pool.id, new Date(now));
}

/** Tasks that waited longer than their owner wants to (`maxTimeQueueSeconds`) and have not begun. */
export async function abortUnbegunTasks(ctx: Ctx): Promise<void> {
  const late = await ctx.db.query<{ id: JobId }>(
    `select id from jobs where deleted_at is null and started_at is null and state in ('queued', 'paused')
       and (task->>'maxTimeQueueSeconds')::int > 0
       and created_at + make_interval(secs => (task->>'maxTimeQueueSeconds')::int) < $1`,
    [new Date(ctx.clock.now())],
  );
  for (const { id } of late) await abortJob(ctx, { id });
}
