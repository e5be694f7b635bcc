/**
 * What nodes said since it was last written down: how far frames are, which leases were revoked, when a heartbeat was kept.
 * Fed by this platform's heartbeats and by everybody's events, so that any platform answers alike. Lost with the process.
 */
import type { FarmEvent } from "#lib/contract/events.ts";
import type { FrameProgress } from "#lib/contract/farm/jobs.ts";
import type { JobId, LeaseId } from "#lib/domain/ids.ts";

export interface LiveNodes {
  heard(event: FarmEvent): void;
  progressOf(jobId: string): FrameProgress[];
  isRevoked(leaseId: string): boolean;
  /** When something was last done for a key, e.g. a heartbeat written; undefined: never since the start. */
  lastAt(key: string): number | undefined;
  mark(key: string, at: number): void;
  forget(key: string): void;
  jobOf(leaseId: LeaseId): JobId | undefined;
  setJobOf(leaseId: LeaseId, jobId: JobId): void;
  /** Whether this differs from what was said last under the key; remembers it. */
  isNews(key: string, text: string): boolean;
}

/** A revoked lease is asked about for some seconds only; all of these stay small. */
const MOST = 10_000;

/** Forgets the oldest entry when there are too many. */
function bound(kept: Set<string> | Map<string, unknown>): void {
  const oldest = kept.keys().next();
  if (kept.size > MOST && oldest.done !== true) kept.delete(oldest.value);
}

export function createLiveNodes(): LiveNodes {
  const progress = new Map<string, Map<number, FrameProgress>>();
  const revoked = new Set<string>();
  const marks = new Map<string, number>();
  const jobs = new Map<string, JobId>();
  const said = new Map<string, string>();
  return {
    heard(event) {
      if (event.type === "frame.progress") {
        const frames = progress.get(event.jobId) ?? new Map<number, FrameProgress>();
        for (const frame of event.frames) frames.set(frame.frame, frame);
        progress.set(event.jobId, frames);
      } else if (event.type === "frames.changed") {
        const known = progress.get(event.jobId);
        if (event.frames === "many" || known === undefined) return;
        for (const frame of event.frames) if (frame.state !== "active") known.delete(frame.frame);
      } else if (event.type === "job.changed") {
        if (event.job.counts.active === 0) progress.delete(event.jobId);
      } else if (event.type === "lease.revoked") {
        revoked.add(event.leaseId);
        bound(revoked);
      }
    },
    progressOf: (jobId) => [...(progress.get(jobId)?.values() ?? [])],
    isRevoked: (leaseId) => revoked.has(leaseId),
    lastAt: (key) => marks.get(key),
    mark(key, at) {
      marks.delete(key);
      marks.set(key, at);
      bound(marks);
    },
    forget: (key) => void marks.delete(key),
    jobOf: (leaseId) => jobs.get(leaseId),
    setJobOf(leaseId, jobId) {
      jobs.set(leaseId, jobId);
      bound(jobs);
    },
    isNews(key, text) {
      const isNew = said.get(key) !== text;
      said.delete(key);
      said.set(key, text);
      bound(said);
      return isNew;
    },
  };
}
