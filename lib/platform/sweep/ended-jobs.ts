/** Jobs that ended a while ago need no queue any more; those opened again get a new one when they are. */
import type { Ctx } from "../context.ts";
import type { JobId } from "#lib/domain/ids.ts";

/** So long a retry may still use the old one. Units: milliseconds. */
const REST_MS = 60_000;
/** The sweep sees each ended job within this window, also after a restart. Units: milliseconds. */
const WINDOW_MS = 86_400_000;

export async function dropEndedQueues(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  const ended = await ctx.db.query<{ id: JobId; endedAt: Date }>(
    `select id, ended_at as "endedAt" from jobs where ended_at between $1 and $2 and queued + active = 0`,
    [new Date(now - WINDOW_MS), new Date(now - REST_MS)],
  );
  for (const { id, endedAt } of ended) {
    const key = `dropped:${id}:${endedAt.getTime()}`;
    if (ctx.live.lastAt(key) !== undefined) continue;
    await ctx.queue.drop(id);
    ctx.live.mark(key, now);
  }
}
