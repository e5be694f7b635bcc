/**
 * GET /tasks/{uuid}. Source: OpenAPI TaskOutput, corrected by what the real SDKs crash on: every field is always sent,
 * lists and objects are never null, dates have no fractions and are year 1 where unknown.
 */
import { z } from "zod";
import { advancedBucket } from "./task.ts";
import { completedInstance, taskError, taskStatus } from "./task-status.ts";

/** `DownloadingResults` is UploadingResults as clients of 2015 know it; only tasks made over disks say it. */
export const TASK_STATES = [
  "Submitted",
  "PartiallyDispatched",
  "FullyDispatched",
  "PartiallyExecuting",
  "FullyExecuting",
  "UploadingResults",
  "DownloadingResults",
  "Success",
  "Failure",
  "Cancelled",
  "PendingCancel",
  "PendingDelete",
] as const;
export type TaskState = (typeof TASK_STATES)[number];

const whole = z.number().int();
const text = z.string().nullable();
/** No fractions of seconds: 2015's clients parse by a fixed form. */
const date = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
/** .NET's `[d.]hh:mm:ss` */
const timeSpan = z.string().regex(/^(?:\d+\.)?\d\d:\d\d:\d\d$/);

/** Who it is and how far: what a summary has, and the beginning of the whole. */
export const taskSummary = z.object({
  uuid: z.string(),
  name: z.string(),
  shortname: z.string(),
  profile: z.string(),
  poolUuid: text,
  jobUuid: text,
  projectUuid: text,
  /** Percent. */
  progress: z.number(),
  runningInstanceCount: whole,
  runningCoreCount: whole,
  clusterInfo: z.null(),
  executionTime: timeSpan,
  wallTime: timeSpan,
  state: z.enum(TASK_STATES),
  previousState: z.enum(TASK_STATES).nullable(),
  totalInstanceCount: whole,
  instanceCount: whole,
  advancedRanges: text,
  maxRetriesPerInstance: whole,
  stateTransitionTime: date,
  previousStateTransitionTime: date,
  lastModified: date,
  creationDate: date,
  endDate: date,
  waitForPoolResourcesSynchronization: z.boolean().nullable(),
});
export type TaskSummary = z.infer<typeof taskSummary>;

/** The same under the names of 2014 to 2017, so that one object serves every generation. */
const olderNames = z.object({
  id: z.string(),
  guid: z.string(),
  frameCount: whole,
  resourceDisk: text,
  resourceDisks: z.array(z.string()),
  extraResourceDisks: z.array(z.string()),
  resultDisk: text,
  executionCluster: z.record(z.string(), z.unknown()),
  errorReason: z.string(),
});

/** Every field but those two that are long and told apart, frame by frame: see task-status.ts. */
export const taskFacts = z.object({
  ...taskSummary.shape,
  ...olderNames.shape,
  errors: z.array(taskError),
  resourceBuckets: z.array(z.string()),
  advancedResourceBuckets: z.array(advancedBucket),
  resultBucket: text,
  resultsCacheTTLSec: whole.nullable(),
  defaultResourcesCacheTTLSec: whole.nullable(),
  snapshotInterval: whole,
  resultsCount: whole,
  constants: z.array(z.object({ key: z.string(), value: z.string() })),
  secretsAccessRights: z.object({
    bySecret: z.array(z.object({ key: z.string() })),
    byPrefix: z.array(z.object({ prefix: z.string() })),
  }),
  tags: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  snapshotWhitelist: text,
  snapshotBlacklist: text,
  snapshotBucket: text,
  snapshotBucketPrefix: text,
  resultsWhitelist: text,
  resultsBlacklist: text,
  resultsBucket: text,
  resultsBucketPrefix: text,
  uploadResultsOnCancellation: z.boolean().nullable(),
  dependencies: z.object({ dependsOn: z.array(z.string()) }),
  autoDeleteOnCompletion: z.boolean(),
  completionTimeToLive: z.string(),
  hardwareConstraints: z.array(z.looseObject({ discriminator: z.string() })),
  forcedNetworkRules: z.array(z.unknown()),
  schedulingType: z.enum(["flex", "onDemand", "reserved"]),
  targetedReservedMachineKey: text,
  privileges: z.object({ exportApiAndStorageCredentialsInEnvironment: z.boolean() }),
  retrySettings: z.object({
    maxTotalRetries: whole.nullable(),
    maxPerInstanceRetries: whole.nullable(),
  }),
  /** What it cost so far, in credits. Older answers had it; it is a handy place. */
  credits: z.number(),
});

export const taskOutput = taskFacts.extend({
  completedInstances: z.array(completedInstance),
  status: taskStatus,
});
export type TaskOutput = z.infer<typeof taskOutput>;
