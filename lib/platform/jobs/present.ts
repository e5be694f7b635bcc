/** Job rows as the contract shows them, with what live leases and nodes add: cores at work, and why a job waits. */
import type { Job } from "#lib/contract/farm/jobs.ts";
import { capForTheRest, capLevel, capText, expectedFramePrice } from "#lib/domain/cap.ts";
import { isEnded, type JobState } from "#lib/domain/job.ts";
import type { NodeCapabilities } from "#lib/domain/node.ts";
import { whyWaiting } from "#lib/domain/waiting.ts";
import type { Clock } from "#lib/time.ts";
import type { Sql } from "../db/database.ts";
import { readAllowsScripts } from "../farm-settings/read.ts";
import { poolsOfWaiting } from "../pools/room.ts";
import { coresOfJobs, onlineNodes } from "../nodes/rows.ts";
import type { JobRow } from "./rows.ts";

interface FarmFacts {
  nodes: NodeCapabilities[];
  allowsScripts: boolean;
  /** Frames that come before each waiting job: all that render, and those queued in older jobs. */
  ahead: Map<string, number>;
}

/**
 * Summed by the database: a farm may hold ten thousand open jobs, and every change of a job tells what it waits for. One
 * job needs two sums along indexes, a list of them one pass over what is open.
 */
async function readFarmFacts(sql: Sql, waiting: readonly JobRow[]): Promise<FarmFacts> {
  const nodes = await onlineNodes(sql);
  const [one] = waiting;
  const rows =
    waiting.length === 1
      ? await sql.query<{ id: string; ahead: number }>(
          `select $1::uuid as id, (
             (select coalesce(sum(active), 0) from jobs where active > 0 and deleted_at is null and not is_paused)
             + (select coalesce(sum(queued), 0) from jobs
                where queued > 0 and deleted_at is null and created_at < $2 and not is_paused))::int as ahead`,
          [one?.id, one?.createdAt],
        )
      : await sql.query<{ id: string; ahead: number }>(
          `select id, ahead from (
             select id, (sum(active) over () + coalesce(sum(queued) over (
               order by created_at range between unbounded preceding and '1 microsecond' preceding), 0))::int as ahead
             from jobs where queued + active > 0 and deleted_at is null and not is_paused
           ) open where id = any($1::uuid[])`,
          [waiting.map((row) => row.id)],
        );
  return {
    nodes: nodes.map((n) => n.capabilities),
    allowsScripts: await readAllowsScripts(sql),
    ahead: new Map(rows.map(({ id, ahead }) => [id, ahead])),
  };
}

interface Dependency {
  jobId: string;
  name: string;
  state: JobState;
}

/** What each of the jobs waits for. */
async function readDependencies(sql: Sql, rows: readonly JobRow[]): Promise<Map<string, Dependency[]>> {
  const waiting = rows.filter((row) => row.dependsOn.length > 0).map((row) => row.id);
  if (waiting.length === 0) return new Map();
  const found = await sql.query<Dependency>(
    `select j.id as "jobId", d.name, d.state from jobs j join jobs d on d.id = any(j.depends_on)
     where j.id = any($1::uuid[]) and d.state <> 'completed' order by d.created_at`,
    [waiting],
  );
  return Map.groupBy(found, (one) => one.jobId);
}

export async function presentJobs(clock: Clock, sql: Sql, rows: readonly JobRow[]): Promise<Job[]> {
  const atWork = rows.filter((row) => row.active > 0).map((row) => row.id);
  const cores = new Map(
    atWork.length === 0 ? [] : (await coresOfJobs(sql, atWork)).map((c) => [c.jobId, c.cores]),
  );
  const isWaiting = (row: JobRow) => row.active === 0 && !isEnded(row.state);
  const waiting = rows.filter(isWaiting);
  const waitsFor = await readDependencies(sql, waiting);
  const poolIds = waiting.flatMap((row) => row.task.poolUuid ?? []);
  const pools = await poolsOfWaiting(sql, poolIds, new Date(clock.now()));
  const facts = waiting.length > 0 ? await readFarmFacts(sql, waiting) : null;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    accountId: row.accountId,
    projectId: row.projectId,
    projectName: row.projectName,
    state: row.state,
    waiting:
      facts !== null && isWaiting(row)
        ? whyWaiting({
            state: row.state,
            activeFrames: row.active,
            needs: row.needs,
            isPlanned: row.isPlanned,
            isOutOfCredits: row.pauseReason === "no_credits",
            capText: row.pauseReason === "cap" ? capText(row) : null,
            nodes: facts.nodes,
            allowsScripts: facts.allowsScripts,
            framesAhead: facts.ahead.get(row.id) ?? 0,
            pool: pools.get(row.task.poolUuid ?? ""),
            waitsFor: waitsFor.get(row.id),
          })
        : null,
    script: row.script,
    settings: row.settings,
    effective: row.effective,
    blenderVersion: row.blenderVersion,
    counts: {
      queued: row.queued,
      active: row.active,
      completed: row.completed,
      failed: row.failed,
      canceled: row.canceled,
    },
    totalFrames: row.totalFrames,
    problem: row.problem,
    delivered: row.totalFrames === 0 ? 0 : row.completed / row.totalFrames,
    activeCores: cores.get(row.id) ?? 0,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    coreSeconds: row.coreSeconds,
    charged: row.charged,
    held: row.held,
    ceiling:
      row.cap === null
        ? null
        : {
            cap: row.cap,
            atCap: row.atCap,
            level: capLevel(row),
            nextFrame: Math.round(expectedFramePrice(row)),
            capForTheRest: capForTheRest(row),
          },
    revision: row.revision,
  }));
}

export async function presentJob(clock: Clock, sql: Sql, row: JobRow): Promise<Job> {
  const [job] = await presentJobs(clock, sql, [row]);
  if (job === undefined) throw new Error("One row makes one job.");
  return job;
}
