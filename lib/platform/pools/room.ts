/** How many more frames a pool may have at work now. Asked whenever frames are handed out. */
import { rulesOf } from "#lib/contract/translate/scaling.ts";
import { slotsNow } from "#lib/domain/pool.ts";
import type { Ctx } from "../context.ts";
import type { Sql } from "../db/database.ts";
import { policiesOf } from "./present.ts";
import type { PoolRow } from "./rows.ts";

type Busy = Pick<PoolRow, "id" | "name" | "request" | "policies"> & { queued: number; active: number };

/** Pools with queued frames, and what they have at work. A deleted pool's jobs were stopped with it. */
const busyPools = (sql: Sql, id?: string) =>
  sql.query<Busy>(
    `select p.id, p.name, p.request, p.policies, w.queued, w.active
     from (
       select j.task->>'poolUuid' as id, sum(j.queued)::int as queued, sum(j.active)::int as active
       from jobs j where j.task->>'poolUuid' is not null and j.deleted_at is null and j.ended_at is null
         and ($1::text is null or j.task->>'poolUuid' = $1)
       group by 1 having sum(j.queued) > 0
     ) w join pools p on p.id = w.id::uuid`,
    [id ?? null],
  );

/** A closed pool keeps its slots until its tasks have run to their end. */
function slotsIn(pool: Busy, now: Date): number {
  const rules = rulesOf(policiesOf(pool) ?? [], pool.request.elasticProperty);
  const instances = pool.request.instanceCount ?? 0;
  return slotsNow({ rules, instances }, pool.queued + pool.active, now);
}

const roomIn = (pool: Busy, now: Date): number => Math.max(0, slotsIn(pool, now) - pool.active);

/** What jobs that wait in these pools are told, by the pool's id. */
export async function poolsOfWaiting(
  sql: Sql,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, { name: string; slots: number; active: number }>> {
  const told = new Map<string, { name: string; slots: number; active: number }>();
  for (const id of new Set(ids))
    for (const pool of await busyPools(sql, id))
      told.set(id, { name: pool.name, slots: slotsIn(pool, now), active: pool.active });
  return told;
}

export async function fullPools(ctx: Ctx): Promise<string[]> {
  const now = new Date(ctx.clock.now());
  return (await busyPools(ctx.db)).filter((pool) => roomIn(pool, now) === 0).map(({ id }) => id);
}

/**
 * Infinity for a job that is in no pool. In a transaction it holds the pool until the end: two nodes that take of two of
 * its jobs at once would each see the room that only one of them has.
 */
export async function roomInPool(
  ctx: Ctx,
  sql: Sql,
  job: { task: { poolUuid?: string | null } },
): Promise<number> {
  const { poolUuid } = job.task;
  if (!poolUuid) return Number.POSITIVE_INFINITY;
  await sql.query("select 1 from pools where id = $1 for update", [poolUuid]);
  const [pool] = await busyPools(sql, poolUuid);
  return pool === undefined ? 0 : roomIn(pool, new Date(ctx.clock.now()));
}
