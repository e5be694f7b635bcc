/** Which group and pool a task belongs to, and what it takes over from them. */
import type { TaskCreation } from "#lib/contract/qarnot/task.ts";
import type { AccountId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { invalidField } from "../errors.ts";
import { groupByReference } from "../job-groups/rows.ts";
import { accountOf } from "../policy.ts";
import { openedConstants } from "../tasks/secret-constants.ts";
import { poolByReference, type PoolRow } from "./rows.ts";

/** A pool of the account's that takes tasks. Errors: invalid, at `poolUuid`: clients take 404 for a missing bucket. */
export async function openPool(ctx: Ctx, accountId: AccountId, id: string): Promise<PoolRow> {
  const row = await poolByReference(ctx.db, accountId, { id: id.toLowerCase() });
  if (row === undefined) throw invalidField("poolUuid", `No such pool: ${id}`);
  if (row.closedAt !== null) throw invalidField("poolUuid", "The pool is closed; it takes no more tasks.");
  return row;
}

/** Null when the group's tasks run wherever there is room. Errors: invalid, at `jobUuid`. */
async function poolIdOfGroup(ctx: Ctx, accountId: AccountId, id: string): Promise<string | null> {
  const group = await groupByReference(ctx.db, accountId, { id: id.toLowerCase() });
  if (group === undefined) throw invalidField("jobUuid", `No such job: ${id}`);
  if (group.terminatedAt !== null)
    throw invalidField("jobUuid", "The job is terminated; it takes no more tasks.");
  return group.poolId;
}

/** The pool's constants below the task's own, its hardware and secrets added, its profile and buckets where the task has none. */
function within(ctx: Ctx, { request, id }: PoolRow, task: TaskCreation): TaskCreation {
  const own = new Set(task.constants.map(({ key }) => key));
  const hasBuckets = task.resourceBuckets.length + task.advancedResourceBuckets.length > 0;
  return {
    ...task,
    poolUuid: id,
    profile: task.profile === "" ? request.profile : task.profile,
    constants: [
      ...openedConstants(ctx, request.constants).filter(({ key }) => !own.has(key)),
      ...task.constants,
    ],
    hardwareConstraints: [...request.hardwareConstraints, ...task.hardwareConstraints],
    resourceBuckets: hasBuckets ? task.resourceBuckets : request.resourceBuckets,
    advancedResourceBuckets: hasBuckets ? task.advancedResourceBuckets : request.advancedResourceBuckets,
    secretsAccessRights: {
      bySecret: [
        ...(request.secretsAccessRights?.bySecret ?? []),
        ...(task.secretsAccessRights?.bySecret ?? []),
      ],
      byPrefix: [
        ...(request.secretsAccessRights?.byPrefix ?? []),
        ...(task.secretsAccessRights?.byPrefix ?? []),
      ],
    },
    retrySettings: task.retrySettings ?? request.defaultRetrySettings,
  };
}

/** The task as it will run. Errors: invalid, when group or pool are not there or take no more. */
export async function placeTask(ctx: Ctx, task: TaskCreation): Promise<TaskCreation> {
  const { accountId } = accountOf(ctx.actor);
  const ofGroup = task.jobUuid ? await poolIdOfGroup(ctx, accountId, task.jobUuid) : null;
  if (ofGroup !== null && task.poolUuid && task.poolUuid.toLowerCase() !== ofGroup)
    throw invalidField("poolUuid", "The task's job runs in another pool.");
  const placed = task.jobUuid ? { ...task, jobUuid: task.jobUuid.toLowerCase() } : task;
  const poolId = ofGroup ?? task.poolUuid ?? null;
  return poolId === null ? placed : within(ctx, await openPool(ctx, accountId, poolId), placed);
}
