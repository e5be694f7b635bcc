/** A pool as Qarnot's wire tells it. Pure: what is known of it in, the wire's object out. */
import { activeRule, mostSlots, slotsNow } from "#lib/domain/pool.ts";
import type { PoolCreation, PoolOutput, PoolSummary } from "../qarnot/pool.ts";
import { rulesOf } from "./scaling.ts";
import { taskStatusOf } from "./task-status.ts";
import { qarnotDate, shownConstants, timeSpanOf } from "./words.ts";

export interface PoolFacts {
  id: string;
  name: string;
  shortname: string | null;
  request: Omit<PoolCreation, "scaling" | "name" | "shortname" | "tags">;
  /** As they were written; null: none were ever set. */
  policies: unknown[] | null;
  tags: string[];
  createdAt: Date;
  modifiedAt: Date;
  closedAt: Date | null;
  /** Frames of its jobs. */
  queued: number;
  active: number;
  coresAtWork: number;
  /** Of delivered frames. */
  frameSeconds: number;
  /** Frames that nodes which fit it can render at once now. */
  nodeSlots: number;
}

/** A pool that was closed says so for a while before it counts as closed: clients look whether it does. Units: seconds. */
const CLOSING_SECONDS = 10;

const slotsOf = (pool: PoolFacts, now: Date) => {
  const rules = rulesOf(pool.policies ?? [], pool.request.elasticProperty);
  const instances = pool.request.instanceCount ?? 0;
  return {
    rules,
    target: pool.closedAt === null ? slotsNow({ rules, instances }, pool.queued + pool.active, now) : 0,
    most: mostSlots({ rules, instances }),
  };
};

/** Slots that are there: as many as asked for and as the nodes that fit can fill. */
const runningSlots = (pool: PoolFacts, target: number) =>
  pool.closedAt === null ? Math.min(target, pool.nodeSlots) : pool.active;

function stateOf(pool: PoolFacts, now: Date): { state: PoolSummary["state"]; before: string | null } {
  if (pool.closedAt !== null) {
    const isLeaving =
      pool.queued + pool.active > 0 || now.getTime() - pool.closedAt.getTime() < CLOSING_SECONDS * 1000;
    return isLeaving
      ? { state: "Closing", before: "FullyExecuting" }
      : { state: "Closed", before: "Closing" };
  }
  const { target } = slotsOf(pool, now);
  const running = runningSlots(pool, target);
  if (running >= target) return { state: "FullyExecuting", before: "Submitted" };
  return running > 0
    ? { state: "PartiallyExecuting", before: "Submitted" }
    : { state: "Submitted", before: null };
}

export function poolSummaryOf(pool: PoolFacts, now: Date): PoolSummary {
  const { target } = slotsOf(pool, now);
  const { state, before } = stateOf(pool, now);
  const changed = pool.closedAt ?? pool.createdAt;
  return {
    uuid: pool.id,
    name: pool.name,
    shortname: pool.shortname ?? pool.id,
    profile: pool.request.profile,
    state,
    previousState: before,
    instanceCount: pool.request.instanceCount ?? 0,
    targetRunningInstanceCount: target,
    stateTransitionTime: qarnotDate(changed),
    previousStateTransitionTime: qarnotDate(pool.createdAt),
    creationDate: qarnotDate(pool.createdAt),
    lastModified: qarnotDate(pool.modifiedAt),
    endDate: qarnotDate(pool.closedAt),
    runningInstanceCount: runningSlots(pool, target),
    runningCoreCount: Math.round(pool.coresAtWork),
    queuedOrRunningTaskInstancesCount: pool.queued + pool.active,
    executionTime: timeSpanOf(pool.frameSeconds),
    wallTime: timeSpanOf(wallSecondsOf(pool, now)),
    taskDefaultWaitForPoolResourcesSynchronization:
      pool.request.taskDefaultWaitForPoolResourcesSynchronization ?? false,
  };
}

const wallSecondsOf = (pool: PoolFacts, now: Date) =>
  Math.max(0, (pool.closedAt ?? now).getTime() - pool.createdAt.getTime()) / 1000;

const elasticOf = ({ elasticProperty: given }: PoolFacts["request"]): PoolOutput["elasticProperty"] => ({
  isElastic: given?.isElastic ?? false,
  minTotalSlots: given?.minTotalSlots ?? 0,
  maxTotalSlots: given?.maxTotalSlots ?? 0,
  minIdleSlots: given?.minIdleSlots ?? 0,
  resizePeriod: given?.resizePeriod ?? 90,
  rampResizeFactor: given?.rampResizeFactor ?? 0,
  minIdleTimeSeconds: given?.minIdleTimeSeconds ?? 0,
});

const NO_RANGES = { succeeded: "", failed: "", executed: "", cancelled: "", startedOnce: "" };

/** A pool has no instances of its own to tell of; its times are its tasks'. */
const statusOf = (pool: PoolFacts, running: number, now: Date): PoolOutput["status"] => ({
  ...taskStatusOf({
    executionProgress: 0,
    uploadProgress: 0,
    hasStarted: true,
    instanceCount: running,
    executionSeconds: pool.frameSeconds,
    overheadSeconds: 0,
    wallSeconds: wallSecondsOf(pool, now),
    byModel: [],
    ranges: NO_RANGES,
    running: [],
    timestamp: qarnotDate(now),
    lastUpdate: qarnotDate(pool.modifiedAt),
  }),
  executionTimeByInstanceId: [],
});

/** Shape: as GET /pools/{uuid}. Lists and objects are never null: Python's SDK iterates them. */
export function poolOf(pool: PoolFacts, now: Date): PoolOutput {
  const { request } = pool;
  const summary = poolSummaryOf(pool, now);
  const { rules, most } = slotsOf(pool, now);
  return {
    ...summary,
    errors: [],
    elasticProperty: elasticOf(request),
    scaling:
      pool.policies === null
        ? null
        : { policies: pool.policies, activePolicyName: activeRule(rules, now)?.name ?? null },
    preparationTask: request.preparationTask
      ? { commandLine: request.preparationTask.commandLine ?? null }
      : null,
    constants: shownConstants(request.constants),
    secretsAccessRights: request.secretsAccessRights ?? { bySecret: [], byPrefix: [] },
    tags: pool.tags,
    labels: request.labels,
    resourceBuckets: request.resourceBuckets,
    advancedResourceBuckets: request.advancedResourceBuckets,
    status: statusOf(pool, summary.runningInstanceCount, now),
    totalSlotCapacity: most,
    poolUsage: most === 0 ? 0 : (pool.queued + pool.active) / most,
    hardwareConstraints: request.hardwareConstraints,
    schedulingType: request.schedulingType ?? "flex",
    targetedReservedMachineKey: request.targetedReservedMachineKey ?? null,
    autoDeleteOnCompletion: request.autoDeleteOnCompletion ?? false,
    completionTimeToLive: request.completionTimeToLive ?? "00:00:00",
    defaultResourcesCacheTTLSec: request.defaultResourcesCacheTTLSec ?? null,
    privileges: {
      exportApiAndStorageCredentialsInEnvironment:
        request.privileges?.exportApiAndStorageCredentialsInEnvironment ?? false,
    },
    defaultRetrySettings: {
      maxTotalRetries: request.defaultRetrySettings?.maxTotalRetries ?? null,
      maxPerInstanceRetries: request.defaultRetrySettings?.maxPerInstanceRetries ?? null,
    },
  };
}
