/** What owners ask to happen by the clock: an ended task goes after a while, one that nobody begins is given up. */
import type { JobId } from "#lib/domain/ids.ts";
import { secondsOf } from "#lib/contract/translate/words.ts";
import type { Ctx } from "../context.ts";
import { abortJob } from "../jobs/abort.ts";
import { removeJob } from "../jobs/remove.ts";

/** Tasks with a life after their end (`completionTimeToLive`); zero means for ever. */
export async function removeOutlivedTasks(ctx: Ctx): Promise<void> {
  const ended = await ctx.db.query<{ id: JobId; endedAt: Date; life: string }>(
    `select id, ended_at as "endedAt", task->>'completionTimeToLive' as life from jobs
     where deleted_at is null and ended_at is not null and task->>'completionTimeToLive' <> '00:00:00'`,
  );
  const now = ctx.clock.now();
  for (const { id, endedAt, life } of ended) {
    const seconds = secondsOf(life);
    if (seconds > 0 && endedAt.getTime() + seconds * 1000 < now) await removeJob(ctx, { id });
  }
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
