/**
 * What the gateway tells the pages that watch a job, as it goes over the socket: one short array for all that happened
 * within a moment.
 */
import type { FrameProgress } from "../farm/jobs.ts";
import { type FrameLine, type PackedFrames, packFrames, unpackFrames } from "./frames.ts";
import type { JobPatch } from "./job-patch.ts";
import { type PackedProgress, unpackProgress } from "./progress.ts";

/**
 * All that changed of a job from revision `since` to `revision`. A page that knows the job as of `since` or later can apply
 * it; one that knows less has missed something and asks.
 */
export interface JobChange {
  since: number;
  revision: number;
  /** `many`: too many to list; fetch what changed. */
  frames: FrameLine[] | "many";
  patch: JobPatch | null;
  progress: FrameProgress[];
}

/** The columns of packed frames in their order, without the empty ones at the end. */
type Columns = readonly [frames: string, states: string, ...rest: unknown[]];

/** Without the empty ones at the end. Zeros for no revision (only progress), no frames, no patch. */
export type JobDelta = readonly [
  revision: number,
  covers?: number,
  frames?: Columns | "many" | 0,
  patch?: JobPatch | 0,
  progress?: PackedProgress | 0,
];

function columnsOf(lines: readonly FrameLine[]): Columns {
  const { frames, states, seconds, memory, attempts = [], failures = [], results = [] } = packFrames(lines);
  const columns: unknown[][] = [seconds, memory, attempts, failures, results];
  while (columns.at(-1)?.length === 0) columns.pop();
  return [frames, states, ...columns];
}

/** Both ends are built from one version of this file: what comes is believed. */
function linesOf([frames, states, ...rest]: Columns): FrameLine[] {
  const [seconds = [], memory = [], attempts, failures, results] = rest;
  return unpackFrames({ frames, states, seconds, memory, attempts, failures, results } as PackedFrames);
}

/** `progress`: as the gateway told it last, in codes. */
export function packDelta(change: Omit<JobChange, "progress"> & { progress: PackedProgress | 0 }): JobDelta {
  const { since, revision, frames, patch, progress } = change;
  const delta = [
    revision,
    revision - since,
    frames === "many" ? frames : frames.length === 0 ? 0 : columnsOf(frames),
    patch === null || Object.keys(patch).length === 0 ? 0 : patch,
    progress,
  ] as const;
  const last = delta.findLastIndex((part) => part !== 0);
  return delta.slice(0, last + 1) as unknown as JobDelta;
}

/** Errors: FrameRangeError for what no gateway of this version sends. */
export function unpackDelta(delta: JobDelta): JobChange {
  const [revision, covers = 0, frames = 0, patch = 0, progress = 0] = delta;
  return {
    since: revision - covers,
    revision,
    frames: frames === 0 ? [] : frames === "many" ? frames : linesOf(frames),
    patch: patch === 0 ? null : patch,
    progress: progress === 0 ? [] : unpackProgress(progress),
  };
}
