/**
 * Qarnot's task on the wire. Only this folder and ../translate know these words.
 * Source: Qarnot's OpenAPI document and SDKs (Python 2.22, Node 1.18, C# 7), as of 2026.
 */
import { z } from "zod";

const keyValue = z.object({
  key: z
    .string()
    .regex(/^[A-Za-z0-9_.-]+$/)
    .max(2048),
  /** Old scripts send numbers. */
  value: z.union([z.string(), z.number(), z.boolean()]).transform(String).pipe(z.string().max(2048)),
});

const prefixed = z.object({ prefix: z.string().max(1024) });
/** Keys below `prefixFiltering` only, laid out without what `stripPrefix` says. */
export const advancedBucket = z.object({
  bucketName: z.string().min(1).max(255),
  filtering: z
    .object({ prefixFiltering: prefixed.nullish() })
    .nullish()
    .transform((given) => (given?.prefixFiltering ? { prefixFiltering: given.prefixFiltering } : {})),
  resourcesTransformation: z
    .object({ stripPrefix: prefixed.nullish() })
    .nullish()
    .transform((given) => (given?.stripPrefix ? { stripPrefix: given.stripPrefix } : {})),
  cacheTTLSec: z.number().int().nonnegative().nullish().default(null),
});
export type AdvancedBucket = z.infer<typeof advancedBucket>;

/** POST /tasks. Source: OpenAPI TaskCreationInput; unknown fields are ignored as Qarnot does. */
export const taskCreation = z.object({
  name: z.string().min(1).max(2047),
  profile: z.string().min(1).max(200),
  constants: z.array(keyValue).max(150).default([]),
  resourceBuckets: z.array(z.string()).max(100).default([]),
  advancedResourceBuckets: z.array(advancedBucket).max(100).default([]),
  resultBucket: z.string().nullish(),
  /** "1-10,15": inclusive on both ends. */
  advancedRanges: z.string().max(20_000).nullish(),
  instanceCount: z.number().int().nonnegative().nullish(),
  tags: z.array(z.string().max(511)).max(10).nullish(),
});
export type TaskCreation = z.infer<typeof taskCreation>;
export type TaskCreationInput = z.input<typeof taskCreation>;

export const TASK_STATES = [
  "Submitted",
  "PartiallyDispatched",
  "FullyDispatched",
  "PartiallyExecuting",
  "FullyExecuting",
  "UploadingResults",
  "Success",
  "Failure",
  "Cancelled",
  "PendingCancel",
  "PendingDelete",
] as const;

/** .NET's [d.]hh:mm:ss */
const timeSpan = z.string();

/** GET /tasks/{uuid}. Source: OpenAPI TaskOutput. Lists and objects are never null: Python's SDK iterates them. */
export const taskOutput = z.object({
  uuid: z.string(),
  name: z.string(),
  shortname: z.string(),
  profile: z.string(),
  poolUuid: z.string().nullable(),
  jobUuid: z.string().nullable(),
  /** Percent. */
  progress: z.number(),
  runningInstanceCount: z.number().int(),
  runningCoreCount: z.number().int(),
  executionTime: timeSpan,
  wallTime: timeSpan,
  state: z.enum(TASK_STATES),
  previousState: z.string().nullable(),
  instanceCount: z.number().int(),
  totalInstanceCount: z.number().int(),
  advancedRanges: z.string().nullable(),
  /** No fractional seconds. */
  creationDate: z.string(),
  endDate: z.string(),
  stateTransitionTime: z.string(),
  previousStateTransitionTime: z.string(),
  lastModified: z.string(),
  errors: z.array(z.object({ code: z.string(), message: z.string(), debug: z.string().nullable() })),
  resourceBuckets: z.array(z.string()),
  advancedResourceBuckets: z.array(z.unknown()),
  resultBucket: z.string().nullable(),
  constants: z.array(z.object({ key: z.string(), value: z.string() })),
  tags: z.array(z.string()),
  snapshotInterval: z.number().int(),
  resultsCount: z.number().int(),
  completedInstances: z.array(
    z.object({
      instanceId: z.number().int(),
      results: z.array(z.string()).nullable(),
      state: z.enum(["Success", "Failure"]),
      wallTimeSec: z.number(),
      execTimeSec: z.number(),
      peakMemoryMB: z.number().int(),
      error: z.object({ code: z.string(), message: z.string(), debug: z.string().nullable() }).nullable(),
    }),
  ),
  status: z.object({
    timestamp: z.string(),
    executionProgress: z.number(),
    uploadProgress: z.number(),
    downloadProgress: z.number(),
    executionTimeSec: z.number(),
    wallTimeSec: z.number(),
    succeededRange: z.string(),
    executedRange: z.string(),
    failedRange: z.string(),
    runningInstancesInfo: z.object({
      perRunningInstanceInfo: z.array(
        z.object({
          phase: z.string(),
          instanceId: z.number().int(),
          progress: z.number(),
          currentMemoryMB: z.number(),
          coreCount: z.number(),
          executionAttemptCount: z.number().int(),
        }),
      ),
    }),
  }),
});
export type TaskOutput = z.infer<typeof taskOutput>;
