/** platform.info and quotas: what an account may use and what it uses, for clients of every generation. */
import type { ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { UserQuotas } from "#lib/contract/qarnot/quota.ts";
import { MAX_FRAMES } from "#lib/domain/frame-range.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { accountOf } from "../policy.ts";
import { readUsage, type Usage } from "./usage.ts";

/** No quota is set: the largest whole number that every client's integers hold. */
const UNLIMITED = 2 ** 31 - 1;

const quota = (maxCores: number, instances: number, cores: number) => ({
  maxInstances: MAX_FRAMES,
  maxCores,
  runningInstancesCount: instances,
  runningCoresCount: cores,
  runningCoreCount: cores,
});

/** Everything is scheduled alike, so all of it counts as flex. */
const quotasOf = (used: Usage): UserQuotas => ({
  flex: quota(used.farmCores, used.frames, used.cores),
  onDemand: quota(used.farmCores, 0, 0),
  reserved: [],
});

export const readUserQuotas = async (ctx: Ctx): Promise<UserQuotas> =>
  quotasOf(await readUsage(ctx, accountOf(ctx.actor).accountId));

export const readOrganizationQuotas = (): Promise<never> =>
  Promise.reject(notFound("organization: accounts belong to none"));

export async function readInfo(ctx: Ctx): Promise<ReplyOf<Api["platform"]["info"]>> {
  const { accountId, email } = accountOf(ctx.actor);
  const used = await readUsage(ctx, accountId);
  const computingQuotas = { user: quotasOf(used), organization: null };
  const finished = Math.round(used.endedSeconds);
  const running = Math.round(used.runningSeconds);
  return {
    email,
    maxBucket: UNLIMITED,
    bucketCount: used.buckets,
    quotaBytes: Number.MAX_SAFE_INTEGER,
    usedQuotaBytes: used.bytes,
    quotaBytesBucket: Number.MAX_SAFE_INTEGER,
    usedQuotaBytesBucket: used.bytes,
    maxTask: UNLIMITED,
    taskCount: used.jobs,
    maxRunningTask: UNLIMITED,
    runningTaskCount: used.running,
    maxJob: UNLIMITED,
    jobCount: used.groups,
    maxPool: UNLIMITED,
    poolCount: used.pools,
    maxRunningPool: UNLIMITED,
    runningPoolCount: used.openPools,
    maxInstances: MAX_FRAMES,
    maxCores: used.farmCores,
    runningInstanceCount: used.frames,
    runningCoreCount: used.cores,
    maxFlexInstances: MAX_FRAMES,
    maxFlexCores: used.farmCores,
    maxOnDemandInstances: MAX_FRAMES,
    maxOnDemandCores: used.farmCores,
    computingQuotas,
    projects: [
      {
        uuid: accountId,
        name: "Default",
        slug: "default",
        description: "Everything of this account.",
        organizationUuid: null,
        isDefault: true,
      },
    ],
    defaultScheduling: "flex",
    defaultReservedSpecificationKey: null,
    diskCount: used.disks,
    maxDisk: UNLIMITED,
    finishedExecutionTime: finished,
    runningExecutionTime: running,
    totalExecutionTime: finished + running,
  };
}
