/** What an account has and has at work now. */
import type { Ctx } from "../context.ts";
import { coresOfJobs, onlineNodes } from "../nodes/rows.ts";

export interface Usage {
  buckets: number;
  disks: number;
  bytes: number;
  jobs: number;
  running: number;
  frames: number;
  groups: number;
  pools: number;
  openPools: number;
  /** Of delivered frames, by whether their job has ended. Units: seconds. */
  endedSeconds: number;
  runningSeconds: number;
  cores: number;
  /** Of all nodes that answer. */
  farmCores: number;
}

export async function readUsage(ctx: Ctx, accountId: string): Promise<Usage> {
  const [used] = await ctx.db.query<Omit<Usage, "cores" | "farmCores">>(
    `select (select count(*)::int from buckets where account_id = $1 and deleted_at is null) as buckets,
       (select count(*)::int from buckets where account_id = $1 and deleted_at is null and kind <> 'project') as disks,
       (select coalesce(sum(size_bytes), 0)::int8 from sources where account_id = $1 and removed_at is null) as bytes,
       (select count(*)::int from job_groups where account_id = $1 and deleted_at is null) as groups,
       (select count(*)::int from pools where account_id = $1 and deleted_at is null) as pools,
       (select count(*)::int from pools where account_id = $1 and deleted_at is null and closed_at is null)
         as "openPools",
       count(*)::int as jobs, count(*) filter (where active > 0)::int as running,
       coalesce(sum(active), 0)::int as frames,
       coalesce(sum(seconds_per_frame * completed) filter (where ended_at is not null), 0)::float8 as "endedSeconds",
       coalesce(sum(seconds_per_frame * completed) filter (where ended_at is null), 0)::float8 as "runningSeconds"
     from jobs where account_id = $1 and deleted_at is null`,
    [accountId],
  );
  if (used === undefined) throw new Error("A sum over no rows is still a row.");
  const atWork = await ctx.db.query<{ id: string }>(
    "select id from jobs where account_id = $1 and active > 0 and deleted_at is null",
    [accountId],
  );
  const busy = await coresOfJobs(
    ctx.db,
    atWork.map(({ id }) => id),
  );
  const farmCores = (await onlineNodes(ctx.db)).reduce((sum, node) => sum + node.capabilities.cores, 0);
  const cores = Math.round(busy.reduce((sum, one) => sum + one.cores, 0));
  return { ...used, farmCores, cores: Math.min(farmCores, cores) };
}
