/**
 * How far running frames are, outside the query cache: it changes many times a second for a few tiles, and the cached
 * list of ten thousand frames must not be copied for it.
 */
import type { FrameProgress } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";

export interface ProgressStore {
  /** Undefined while the frame is not running. The same object until it changes. */
  get(jobId: JobId, frame: number): FrameProgress | undefined;
  /** Sum of running frames' own shares, for the job's progress. */
  partial(jobId: JobId): number;
  /** How many of a job's frames a Blender has begun; the others under a lease are reserved. Null: nothing was told yet. */
  begun(jobId: JobId): number | null;
  put(jobId: JobId, frames: readonly FrameProgress[]): void;
  /** Of this frame only what is told exactly counts from now on; null: of none. */
  look(jobId: JobId, frame: number | null): void;
  /** The exact word about the frame that is looked at. */
  putExact(jobId: JobId, progress: FrameProgress): void;
  /** The frame ended, or waits again. */
  drop(jobId: JobId, frames: Iterable<number>): void;
  /** Replaces all that is known of a job. */
  replace(jobId: JobId, frames: readonly FrameProgress[]): void;
  /** The same for a job of which nothing is known, without telling anybody: before its page is drawn the first time. */
  fill(jobId: JobId, frames: readonly FrameProgress[]): void;
  /** Called when that frame changes; without a frame, when any of the job does. Answers how to stop. */
  subscribe(jobId: JobId, frame: number | null, changed: () => void): () => void;
}

/** A running frame's own share, 0 … 1: rendering is nearly all of it. */
export function shareOf(progress: FrameProgress): number {
  switch (progress.phase) {
    case "fetching":
      return 0;
    case "rendering":
      return progress.total > 0 ? Math.min(0.98, (progress.done / progress.total) * 0.98) : 0;
    case "uploading":
      return 0.99;
    default:
      return progress.phase satisfies never;
  }
}

export function createProgressStore(): ProgressStore {
  const jobs = new Map<JobId, Map<number, FrameProgress>>();
  const listeners = new Map<string, Set<() => void>>();
  let looked: string | null = null;
  let isExact = false;
  const name = (jobId: JobId, frame: number | null) => `${jobId} ${frame ?? "any"}`;
  const tell = (jobId: JobId, frames: Iterable<number>, isNew = false) => {
    let any = isNew;
    for (const frame of frames) {
      any = true;
      for (const changed of listeners.get(name(jobId, frame)) ?? []) changed();
    }
    if (any) for (const changed of listeners.get(name(jobId, null)) ?? []) changed();
  };
  return {
    get: (jobId, frame) => jobs.get(jobId)?.get(frame),
    partial: (jobId) => [...(jobs.get(jobId)?.values() ?? [])].reduce((sum, p) => sum + shareOf(p), 0),
    begun: (jobId) => jobs.get(jobId)?.size ?? null,
    put(jobId, frames) {
      const known = jobs.get(jobId) ?? new Map<number, FrameProgress>();
      const isNew = !jobs.has(jobId);
      jobs.set(jobId, known);
      for (const progress of frames)
        if (!(isExact && name(jobId, progress.frame) === looked)) known.set(progress.frame, progress);
      tell(
        jobId,
        frames.map((f) => f.frame),
        isNew,
      );
    },
    look(jobId, frame) {
      looked = frame === null ? null : name(jobId, frame);
      isExact = false;
    },
    putExact(jobId, progress) {
      const key = name(jobId, progress.frame);
      if (key !== looked) return;
      isExact = true;
      const known = jobs.get(jobId) ?? new Map<number, FrameProgress>();
      jobs.set(jobId, known.set(progress.frame, progress));
      tell(jobId, [progress.frame]);
    },
    drop(jobId, frames) {
      const known = jobs.get(jobId);
      if (known === undefined) return;
      tell(
        jobId,
        [...frames].filter((frame) => known.delete(frame)),
      );
    },
    replace(jobId, frames) {
      const before = [...(jobs.get(jobId)?.keys() ?? [])];
      const isNew = !jobs.has(jobId);
      jobs.set(jobId, new Map(frames.map((f) => [f.frame, f])));
      tell(jobId, new Set([...before, ...frames.map((f) => f.frame)]), isNew);
    },
    fill(jobId, frames) {
      if (!jobs.has(jobId)) jobs.set(jobId, new Map(frames.map((f) => [f.frame, f])));
    },
    subscribe(jobId, frame, changed) {
      const key = name(jobId, frame);
      const group = listeners.get(key) ?? new Set();
      listeners.set(key, group.add(changed));
      return () => {
        group.delete(changed);
        if (group.size === 0 && listeners.get(key) === group) listeners.delete(key);
      };
    },
  };
}
