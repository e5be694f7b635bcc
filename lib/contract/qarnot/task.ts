/**
 * What a client of Qarnot's sends to make a task. Only this folder and ../translate know these words.
 * Source: Qarnot's OpenAPI document and SDKs (Python 2.22, Node 1.18, C# 7) as of 2026, and qapy of 2015.
 */
import { z } from "zod";
import { hardwareConstraint } from "./hardware.ts";
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

export const MAX_CONSTANTS = 150;
export const MAX_BUCKETS = 100;

export const constants = listOf(keyValue, MAX_CONSTANTS);

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

/** A regular expression on file names; may hold `${CONSTANT}`. */
const fileFilter = z.string().max(2048).nullish();
const bucketName = z.string().max(255).nullish();
const count = z.number().int().nonnegative().nullish();

const text = z.string().max(2048).nullish();

/** POST /tasks. Source: OpenAPI TaskCreationInput; unknown fields are ignored as Qarnot does. */
export const taskCreation = z.object({
  name: z.string().min(1).max(2047),
  shortname,
  /** Null where a pool says it. */
  profile: z
    .string()
    .max(200)
    .nullish()
    .transform((name) => name ?? ""),
  poolUuid: z.uuid().nullish(),
  jobUuid: z.uuid().nullish(),
  projectUuid: z.uuid().nullish(),
  constants,
  resourceBuckets: listOf(z.string().min(1).max(255), MAX_BUCKETS),
  advancedResourceBuckets: listOf(advancedBucket, MAX_BUCKETS),
  resultBucket: bucketName,
  /** "1-10,15": inclusive on both ends. */
  advancedRanges: z.string().max(20_000).nullish(),
  instanceCount: count,
  tags,
  labels,
  dependencies: z.object({ dependsOn: listOf(z.uuid(), 100) }).nullish(),
  hardwareConstraints: listOf(hardwareConstraint, 100),
  maxRetriesPerInstance: count,
  retrySettings: z.object({ maxTotalRetries: count, maxPerInstanceRetries: count }).nullish(),
  resultsWhitelist: fileFilter,
  resultsBlacklist: fileFilter,
  resultsBucketPrefix: z.string().max(1024).nullish(),
  snapshotWhitelist: fileFilter,
  snapshotBlacklist: fileFilter,
  snapshotBucket: bucketName,
  snapshotBucketPrefix: z.string().max(1024).nullish(),
  uploadResultsOnCancellation: z.boolean().nullish(),
  autoDeleteOnCompletion: z.boolean().nullish(),
  completionTimeToLive: timeSpan,
  /** Given up when nothing of it has begun by then. */
  maxTimeQueueSeconds: count,
  waitForPoolResourcesSynchronization: z.boolean().nullish(),
  /** Python sends "Flex", C# "flex". */
  schedulingType: z
    .string()
    .regex(/^(?:flex|onDemand|reserved)$/i)
    .nullish(),
  targetedReservedMachineKey: text,
  defaultResourcesCacheTTLSec: count,
  resultsCacheTTLSec: count,
  secretsAccessRights: secretsAccessRights.nullish(),
  privileges: z.object({ exportApiAndStorageCredentialsInEnvironment: z.boolean().nullish() }).nullish(),
  /** Of 2014 to 2016: a disk's id instead of a bucket, and a count or a range as `frameCount`. */
  resourceDisk: z.uuid().nullish(),
  resourceDisks: listOf(z.uuid(), MAX_BUCKETS),
  extraResourceDisks: listOf(z.uuid(), MAX_BUCKETS),
  frameCount: z.union([z.number().int().nonnegative(), z.string().max(20_000)]).nullish(),
});
export type TaskCreation = z.infer<typeof taskCreation>;
export type TaskCreationInput = z.input<typeof taskCreation>;

/** Clone, retry, recover, resume: what differs from the task it is made of. */
export const taskVariation = taskCreation.partial();
export type TaskVariation = z.infer<typeof taskVariation>;

/** PUT /tasks/{uuid}: clients send the whole task; only these two are changed. Null leaves as it is. */
export const taskUpdate = z.object({
  constants: z.array(keyValue).max(MAX_CONSTANTS).nullish(),
  tags: z.array(tag).max(MAX_TAGS).nullish(),
});

/** Made over the disks of 2015: its state has another word, and its first DELETE only stops it. */
export const isOfDisks = (task: Pick<TaskCreation, "resourceDisk" | "resourceDisks">): boolean =>
  typeof task.resourceDisk === "string" || task.resourceDisks.length > 0;

/** Shape: {taskUuid: "…"} → what each of a list came to. Source: OpenAPI MultiResponse. */
export const multiResponse = z.object({
  statusCode: z.number().int(),
  uuid: z.string().nullable(),
  message: z.string().nullable(),
});
export type MultiResponse = z.infer<typeof multiResponse>;
