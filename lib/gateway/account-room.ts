/** What the pages of one account know already of its jobs; see job-room.ts. Frames are told to who watches their job. */
import type { FarmEvent } from "#lib/contract/events.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { type JobDelta, packDelta } from "#lib/contract/packed/delta.ts";
import { patchOf } from "#lib/contract/packed/job-patch.ts";
import { isEnded } from "#lib/domain/job.ts";

type JobChanged = Extract<FarmEvent, { type: "job.changed" }>;

const nothing = { counts: {} } as Job;

export interface AccountRoom {
  /** One delta for each job, of all its events. */
  pack(events: readonly JobChanged[]): [jobId: string, delta: JobDelta][];
}

export function createAccountRoom(): AccountRoom {
  const told = new Map<string, Job>();
  return {
    pack(events) {
      return [...Map.groupBy(events, (event) => event.jobId)].flatMap(([jobId, changes]) => {
        const [first, last] = [changes[0], changes.at(-1)];
        if (first === undefined || last === undefined) return [];
        const patch = patchOf(told.get(jobId) ?? nothing, last.job);
        // An ended job is rarely heard of again: not worth remembering.
        if (isEnded(last.job.state)) told.delete(jobId);
        else told.set(jobId, last.job);
        const { since } = first;
        return [[jobId, packDelta({ since, revision: last.revision, frames: [], patch, progress: 0 })]];
      });
    },
  };
}
