/** A job → Qarnot's TaskOutput, but for what its instances did (task-instances.ts, task-status.ts). Pure. */
import { type FrameCounts, isEnded, jobProgress, type JobState } from "#lib/domain/job.ts";
import { MICRO } from "#lib/domain/credits.ts";
import type { TaskCreation } from "../qarnot/task.ts";
import type { taskFacts, TaskState, TaskSummary } from "../qarnot/task-output.ts";
import type { z } from "zod";
import { spansOfText } from "./ranges.ts";
import { qarnotDate, shownConstants, timeSpanOf } from "./words.ts";

/** What the wire tells of a job. */
export interface TaskSource {
  id: string;
  name: string;
  shortname: string | null;
  task: TaskCreation;
  /** Canonical range text. */
  frames: string;
  jobState: JobState;
  counts: FrameCounts;
  totalFrames: number;
  /** Under live leases. */
  activeCores: number;
  /** Sum over delivered frames. Units: wall seconds. */
  frameSeconds: number;
  state: TaskState;
  previousState: TaskState | null;
  stateAt: Date;
  previousStateAt: Date;
  modifiedAt: Date;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** Micro-credits. */
  charged: number;
  /** What is wrong with all of it, in words. */
  problem: string | null;
  resultBucket: string;
  /** The result bucket's id, for clients that call it a disk. */
  resultDisk: string | null;
  resultsCount: number;
  /** Seconds; 0: none. */
  snapshotInterval: number;
  snapshots: SnapshotSettings | null;
  tags: string[];
}

/** What a periodic snapshot was asked with; over what the task was made with. */
export interface SnapshotSettings {
  whitelist: string | null;
  blacklist: string | null;
  bucket: string | null;
  bucketPrefix: string | null;
}

/** Units: seconds, from the first lease to the end or to now. */
export const wallSecondsOf = (job: Pick<TaskSource, "startedAt" | "endedAt">, now: Date): number =>
  job.startedAt === null ? 0 : Math.max(0, ((job.endedAt ?? now).getTime() - job.startedAt.getTime()) / 1000);

/** `partial`: sum of what running frames have done of themselves. Units: percent. */
export const percentOf = (job: Pick<TaskSource, "counts">, partial = 0): number =>
  Math.round(1e4 * jobProgress(job.counts, partial)) / 100;

/** `running`: seconds that running frames took so far. */
export function taskSummaryOf(
  job: TaskSource,
  live: { now: Date; partial: number; runningSeconds: number; state: TaskState },
): TaskSummary {
  const { task } = job;
  return {
    uuid: job.id,
    name: job.name,
    shortname: job.shortname ?? job.id,
    profile: task.profile,
    poolUuid: task.poolUuid ?? null,
    jobUuid: task.jobUuid ?? null,
    projectUuid: task.projectUuid ?? null,
    progress: percentOf(job, live.partial),
    runningInstanceCount: job.counts.active,
    runningCoreCount: Math.round(job.activeCores),
    clusterInfo: null,
    executionTime: timeSpanOf(job.frameSeconds + live.runningSeconds),
    wallTime: timeSpanOf(wallSecondsOf(job, live.now)),
    state: live.state,
    previousState: live.state === job.state ? job.previousState : job.state,
    totalInstanceCount: job.totalFrames,
    instanceCount: task.advancedRanges ? 0 : (task.instanceCount ?? 0),
    advancedRanges: task.advancedRanges ? spansOfText(job.frames) : null,
    maxRetriesPerInstance: task.retrySettings?.maxPerInstanceRetries ?? task.maxRetriesPerInstance ?? 0,
    stateTransitionTime: qarnotDate(job.stateAt),
    previousStateTransitionTime: qarnotDate(job.previousStateAt),
    lastModified: qarnotDate(job.modifiedAt),
    creationDate: qarnotDate(job.createdAt),
    endDate: qarnotDate(job.endedAt),
    waitForPoolResourcesSynchronization: task.waitForPoolResourcesSynchronization ?? null,
  };
}

const SCHEDULING = { flex: "flex", ondemand: "onDemand", reserved: "reserved" } as const;
const schedulingOf = (text: string | null | undefined) =>
  SCHEDULING[(text ?? "flex").toLowerCase() as keyof typeof SCHEDULING] ?? "flex";

type Facts = Omit<z.infer<typeof taskFacts>, keyof TaskSummary>;

/** `failed`: frames that ended without a picture, in Qarnot's writing; "" for none. */
export function taskFactsOf(job: TaskSource, failed: string): Facts {
  const { task } = job;
  const hasFailed = isEnded(job.jobState) && failed !== "";
  const message = hasFailed ? (job.problem ?? `Instances ${failed} failed.`) : "";
  return {
    id: job.id,
    guid: job.id,
    frameCount: job.totalFrames,
    resourceDisk: task.resourceDisk ?? task.resourceDisks[0] ?? null,
    resourceDisks: task.resourceDisks,
    extraResourceDisks: task.extraResourceDisks,
    resultDisk: job.resultDisk,
    executionCluster: {},
    errorReason: message,
    errors: hasFailed ? [{ code: "InstancesFailed", message, debug: null }] : [],
    resourceBuckets: task.advancedResourceBuckets.length > 0 ? [] : task.resourceBuckets,
    advancedResourceBuckets: task.advancedResourceBuckets,
    resultBucket: job.resultBucket,
    resultsCacheTTLSec: task.resultsCacheTTLSec ?? null,
    defaultResourcesCacheTTLSec: task.defaultResourcesCacheTTLSec ?? null,
    snapshotInterval: job.snapshotInterval,
    resultsCount: job.resultsCount,
    constants: shownConstants(task.constants),
    secretsAccessRights: task.secretsAccessRights ?? { bySecret: [], byPrefix: [] },
    tags: job.tags,
    labels: task.labels,
    snapshotWhitelist: job.snapshots?.whitelist ?? task.snapshotWhitelist ?? null,
    snapshotBlacklist: job.snapshots?.blacklist ?? task.snapshotBlacklist ?? null,
    snapshotBucket: job.snapshots?.bucket ?? task.snapshotBucket ?? null,
    snapshotBucketPrefix: job.snapshots?.bucketPrefix ?? task.snapshotBucketPrefix ?? null,
    resultsWhitelist: task.resultsWhitelist ?? null,
    resultsBlacklist: task.resultsBlacklist ?? null,
    resultsBucket: job.resultBucket,
    resultsBucketPrefix: task.resultsBucketPrefix ?? null,
    uploadResultsOnCancellation: task.uploadResultsOnCancellation ?? null,
    dependencies: { dependsOn: task.dependencies?.dependsOn ?? [] },
    autoDeleteOnCompletion: task.autoDeleteOnCompletion ?? false,
    completionTimeToLive: task.completionTimeToLive ?? "00:00:00",
    hardwareConstraints: task.hardwareConstraints,
    forcedNetworkRules: [],
    schedulingType: schedulingOf(task.schedulingType),
    targetedReservedMachineKey: task.targetedReservedMachineKey ?? null,
    privileges: {
      exportApiAndStorageCredentialsInEnvironment:
        task.privileges?.exportApiAndStorageCredentialsInEnvironment ?? false,
    },
    retrySettings: {
      maxTotalRetries: task.retrySettings?.maxTotalRetries ?? null,
      maxPerInstanceRetries: task.retrySettings?.maxPerInstanceRetries ?? null,
    },
    credits: job.charged / MICRO,
  };
}
