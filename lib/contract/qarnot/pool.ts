/**
 * Qarnot's pool: a set of nodes that tasks may target, with constants and hardware for all of them.
 * Source: OpenAPI PoolCreationInput, PoolOutput; Python's pool.py and Node's pool tests for what may be missing.
 */
import { z } from "zod";
import { hardwareConstraint } from "./hardware.ts";
import { scalingInput, scalingOutput } from "./scaling.ts";
import {
  keyValue,
  labels,
  listOf,
  MAX_TAGS,
  secretsAccessRights,
  shortname,
  tag,
  tags,
  timeSpan,
} from "./shared.ts";
import { taskError, taskStatus } from "./task-status.ts";
import { advancedBucket } from "./task.ts";

const count = z.number().int().nonnegative().max(1_000_000);

/** Obsolete since scaling policies, and still sent by Python with every pool. */
const elasticProperty = z.object({
  isElastic: z.boolean().nullish(),
  minTotalSlots: count.nullish(),
  maxTotalSlots: count.nullish(),
  minIdleSlots: count.nullish(),
  resizePeriod: count.nullish(),
  rampResizeFactor: z.number().min(0).max(1).nullish(),
  minIdleTimeSeconds: count.nullish(),
});
export type ElasticProperty = z.infer<typeof elasticProperty>;

const retrySettings = z.object({ maxTotalRetries: count.nullish(), maxPerInstanceRetries: count.nullish() });
const privileges = z.object({ exportApiAndStorageCredentialsInEnvironment: z.boolean().nullish() });
export const poolCreation = z.object({
  name: z.string().min(1).max(2047),
  shortname,
  /** Judged when a task is submitted to the pool: until then it is only a word. */
  profile: z.string().min(1).max(200),
  instanceCount: count.nullish(),
  elasticProperty: elasticProperty.nullish(),
  scaling: scalingInput.nullish(),
  constants: listOf(keyValue, 50),
  hardwareConstraints: listOf(hardwareConstraint, 100),
  secretsAccessRights: secretsAccessRights.nullish(),
  tags,
  labels,
  resourceBuckets: listOf(z.string().min(1).max(255), 100),
  advancedResourceBuckets: listOf(advancedBucket, 100),
  /** No profile here allows one: a pool that seemed prepared and is not would be found out too late. */
  preparationTask: z
    .object({
      commandLine: z
        .string()
        .max(0, "No profile of this farm runs a command before the tasks of a pool. Leave it empty.")
        .nullish(),
    })
    .nullish(),
  autoDeleteOnCompletion: z.boolean().nullish(),
  completionTimeToLive: timeSpan,
  taskDefaultWaitForPoolResourcesSynchronization: z.boolean().nullish(),
  schedulingType: z
    .string()
    .regex(/^(?:flex|onDemand|reserved)$/i)
    .nullish(),
  targetedReservedMachineKey: z.string().max(2048).nullish(),
  defaultResourcesCacheTTLSec: count.nullish(),
  privileges: privileges.nullish(),
  defaultRetrySettings: retrySettings.nullish(),
});
export type PoolCreation = z.infer<typeof poolCreation>;

export const poolVariation = poolCreation.partial();
export type PoolVariation = z.infer<typeof poolVariation>;

/** PUT /pools/{uuid}: clients send the whole pool; only these are changed. Null leaves as it is. */
export const poolUpdate = z.object({
  constants: z.array(keyValue).max(50).nullish(),
  tags: z.array(tag).max(MAX_TAGS).nullish(),
  elasticProperty: elasticProperty.nullish(),
  scaling: scalingInput.nullish(),
});

export const POOL_STATES = [
  "Submitted",
  "PartiallyDispatched",
  "FullyDispatched",
  "PartiallyExecuting",
  "FullyExecuting",
  "Closing",
  "Closed",
  "PendingDelete",
  "Failure",
] as const;

export const poolSummary = z.object({
  uuid: z.string(),
  name: z.string(),
  shortname: z.string(),
  profile: z.string(),
  state: z.enum(POOL_STATES),
  previousState: z.string().nullable(),
  instanceCount: z.number().int(),
  targetRunningInstanceCount: z.number().int(),
  stateTransitionTime: z.string(),
  previousStateTransitionTime: z.string(),
  creationDate: z.string(),
  lastModified: z.string(),
  endDate: z.string(),
  runningInstanceCount: z.number().int(),
  runningCoreCount: z.number().int(),
  queuedOrRunningTaskInstancesCount: z.number().int(),
  executionTime: z.string(),
  wallTime: z.string(),
  taskDefaultWaitForPoolResourcesSynchronization: z.boolean(),
});
export type PoolSummary = z.infer<typeof poolSummary>;

const text = z.string();
export const poolOutput = poolSummary.extend({
  errors: z.array(taskError),
  elasticProperty: z.object({
    isElastic: z.boolean(),
    minTotalSlots: z.number(),
    maxTotalSlots: z.number(),
    minIdleSlots: z.number(),
    resizePeriod: z.number(),
    rampResizeFactor: z.number(),
    minIdleTimeSeconds: z.number(),
  }),
  scaling: scalingOutput.nullable(),
  preparationTask: z.object({ commandLine: text.nullable() }).nullable(),
  constants: z.array(z.object({ key: text, value: text })),
  secretsAccessRights: z.object({
    bySecret: z.array(z.object({ key: text })),
    byPrefix: z.array(z.object({ prefix: text })),
  }),
  tags: z.array(text),
  labels: z.record(text, text),
  resourceBuckets: z.array(text),
  advancedResourceBuckets: z.array(z.unknown()),
  /** As a task's: what is done by its tasks' instances is told by them. */
  status: taskStatus,
  totalSlotCapacity: z.number().int(),
  /** Frames queued and running ÷ slots. */
  poolUsage: z.number(),
  hardwareConstraints: z.array(z.unknown()),
  schedulingType: text,
  targetedReservedMachineKey: text.nullable(),
  autoDeleteOnCompletion: z.boolean(),
  completionTimeToLive: text,
  defaultResourcesCacheTTLSec: z.number().nullable(),
  privileges: z.object({ exportApiAndStorageCredentialsInEnvironment: z.boolean() }),
  defaultRetrySettings: z.object({
    maxTotalRetries: z.number().nullable(),
    maxPerInstanceRetries: z.number().nullable(),
  }),
});
export type PoolOutput = z.infer<typeof poolOutput>;
