/** Pools as the wire tells them: with the nodes that fit each of them now. */
import type { PoolOutput, PoolSummary } from "#lib/contract/qarnot/pool.ts";
import { hardwareNeedsOf } from "#lib/contract/translate/hardware.ts";
import { type PoolFacts, poolOf, poolSummaryOf } from "#lib/contract/translate/pool.ts";
import { hasHardware } from "#lib/domain/hardware.ts";
import { minorVersion } from "#lib/domain/node.ts";
import type { Ctx } from "../context.ts";
import { coresOfJobs, type NodeRow, onlineNodes } from "../nodes/rows.ts";
import { jobsOfPool, type PoolRow } from "./rows.ts";

/** Whether a node is of the pool: it has the hardware, and the Blender that the profile names. */
export function isOfPool(request: PoolRow["request"], { capabilities }: NodeRow): boolean {
  const blender = /^blender(?:-(\d+\.\d+))?$/.exec(request.profile);
  const hasBlender =
    blender === null
      ? true
      : capabilities.blenders.some(
          ({ version }) => blender[1] === undefined || minorVersion(version) === blender[1],
        );
  return (
    hasBlender &&
    hardwareNeedsOf(request.hardwareConstraints).every((need) => hasHardware(capabilities, need))
  );
}

export const policiesOf = (row: Pick<PoolRow, "policies">): unknown[] | null =>
  row.policies === null ? null : (JSON.parse(row.policies) as unknown[]);

async function factsOf(ctx: Ctx, rows: readonly PoolRow[]): Promise<PoolFacts[]> {
  const nodes = await onlineNodes(ctx.db);
  const facts: PoolFacts[] = [];
  for (const row of rows) {
    const atWork = row.active === 0 ? [] : (await jobsOfPool(ctx.db, row.id)).filter((job) => job.active > 0);
    const cores =
      atWork.length === 0
        ? []
        : await coresOfJobs(
            ctx.db,
            atWork.map(({ id }) => id),
          );
    facts.push({
      ...row,
      policies: policiesOf(row),
      coresAtWork: cores.reduce((sum, one) => sum + one.cores, 0),
      nodeSlots: nodes
        .filter((node) => isOfPool(row.request, node))
        .reduce((sum, node) => sum + node.slots, 0),
    });
  }
  return facts;
}

export async function presentPools(ctx: Ctx, rows: readonly PoolRow[]): Promise<PoolOutput[]> {
  const now = new Date(ctx.clock.now());
  return (await factsOf(ctx, rows)).map((facts) => poolOf(facts, now));
}

export async function presentPoolSummaries(ctx: Ctx, rows: readonly PoolRow[]): Promise<PoolSummary[]> {
  const now = new Date(ctx.clock.now());
  return (await factsOf(ctx, rows)).map((facts) => poolSummaryOf(facts, now));
}
