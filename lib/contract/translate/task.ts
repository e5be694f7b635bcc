/**
 * Job and frames → Qarnot's TaskOutput. Pure. Every list is a list and every unknown date year 1: Qarnot's SDKs iterate
 * the one and parse the other.
 */
import type { Frame, FrameProgress, Job } from "../farm/jobs.ts";
import type { TaskCreation, TaskOutput } from "../qarnot/task.ts";
import { FAILURE_TEXT } from "#lib/domain/frame.ts";
import { isEnded, jobProgress } from "#lib/domain/job.ts";
import { rangesOfFrames } from "./settings.ts";

const NEVER = "0001-01-01T00:00:00Z";

/** Shape: "2026-01-02T03:04:05.678Z" → "2026-01-02T03:04:05Z" */
export const qarnotDate = (text: string | null): string =>
  text === null ? NEVER : `${new Date(text).toISOString().slice(0, 19)}Z`;

/** .NET's TimeSpan. Shape: 90061 → "1.01:01:01" */
export function timeSpanOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (n: number) => String(n).padStart(2, "0");
  const days = Math.floor(whole / 86_400);
  const text = `${pad(Math.floor(whole / 3600) % 24)}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
  return days > 0 ? `${days}.${text}` : text;
}

export function taskStateOf(job: Job): TaskOutput["state"] {
  switch (job.state) {
    case "queued":
    case "paused":
      return "Submitted";
    case "active":
      return job.counts.queued > 0 ? "PartiallyExecuting" : "FullyExecuting";
    case "completed":
      return "Success";
    case "failed":
      return "Failure";
    case "canceled":
      return "Cancelled";
    default:
      return job.state satisfies never;
  }
}

const error = (code: string, message: string) => ({ code, message, debug: null });
const inState = (frames: readonly Frame[], ...states: Frame["state"][]) =>
  frames.filter((f) => states.includes(f.state)).map((f) => f.frame);

/** `now`: ISO 8601; `progress`: of running frames. */
export function taskFromJob(given: {
  job: Job;
  frames: readonly Frame[];
  progress: readonly FrameProgress[];
  task: TaskCreation;
  resultBucket: string;
  now: string;
}): TaskOutput {
  const { job, frames, task } = given;
  const share = new Map(given.progress.map((p) => [p.frame, p.total > 0 ? p.done / p.total : 0]));
  const partial = [...share.values()].reduce((sum, part) => sum + part, 0);
  const ended = frames.filter((f) => f.state === "completed" || f.state === "failed");
  const until = job.endedAt ?? given.now;
  const wall = job.startedAt === null ? 0 : (Date.parse(until) - Date.parse(job.startedAt)) / 1000;
  const lastChange = qarnotDate(job.endedAt ?? job.startedAt ?? job.createdAt);
  const percent = 100 * jobProgress(job.counts, partial);
  const delivered = inState(frames, "completed");
  const failed = inState(frames, "failed");
  const coresEach = job.counts.active > 0 ? job.activeCores / job.counts.active : 0;
  return {
    uuid: job.id,
    name: job.name,
    shortname: job.id,
    profile: task.profile,
    poolUuid: null,
    jobUuid: null,
    progress: percent,
    runningInstanceCount: job.counts.active,
    runningCoreCount: Math.round(job.activeCores),
    executionTime: timeSpanOf(job.coreSeconds),
    wallTime: timeSpanOf(wall),
    state: taskStateOf(job),
    previousState: null,
    instanceCount: task.instanceCount ?? 0,
    totalInstanceCount: job.totalFrames,
    advancedRanges: task.advancedRanges ?? null,
    creationDate: qarnotDate(job.createdAt),
    endDate: qarnotDate(job.endedAt),
    stateTransitionTime: lastChange,
    previousStateTransitionTime: qarnotDate(job.createdAt),
    lastModified: lastChange,
    errors:
      isEnded(job.state) && failed.length > 0
        ? [error("FramesFailed", job.problem ?? `Frames ${rangesOfFrames(failed)} failed.`)]
        : [],
    resourceBuckets: task.resourceBuckets,
    advancedResourceBuckets: task.advancedResourceBuckets,
    resultBucket: task.resultBucket ?? given.resultBucket,
    constants: task.constants,
    tags: task.tags ?? [],
    snapshotInterval: 0,
    resultsCount: delivered.length,
    completedInstances: ended.map((f) => ({
      instanceId: f.frame,
      results: f.fileName === null ? [] : [f.fileName],
      state: f.state === "completed" ? ("Success" as const) : ("Failure" as const),
      wallTimeSec: f.seconds ?? 0,
      execTimeSec: f.coreSeconds ?? 0,
      peakMemoryMB: Math.round((f.peakMemoryBytes ?? 0) / 1024 ** 2),
      error: f.state === "failed" && f.failure !== null ? error(f.failure, FAILURE_TEXT[f.failure]) : null,
    })),
    status: {
      timestamp: qarnotDate(given.now),
      executionProgress: percent,
      uploadProgress: 100 * job.delivered,
      downloadProgress: job.startedAt === null ? 0 : 100,
      executionTimeSec: job.coreSeconds,
      wallTimeSec: wall,
      succeededRange: rangesOfFrames(delivered),
      executedRange: rangesOfFrames(ended.map((f) => f.frame)),
      failedRange: rangesOfFrames(failed),
      runningInstancesInfo: {
        perRunningInstanceInfo: frames
          .filter((f) => f.state === "active")
          .map((f) => ({
            phase: "execution",
            instanceId: f.frame,
            progress: 100 * (share.get(f.frame) ?? 0),
            currentMemoryMB: 0,
            coreCount: coresEach,
            executionAttemptCount: f.attempt,
          })),
      },
    },
  };
}
