/**
 * The frame maps of the jobs that this page has shown, and how each is brought up to date: one question for all that
 * changed. A job may have two: of all its frames, and of the first few, which its row in the list shows.
 */
import type { Farm } from "#lib/client/index.ts";
import type { FrameProgress } from "#lib/contract/farm/jobs.ts";
import type { JobChange } from "#lib/contract/packed/delta.ts";
import { type PackedFrames, unpackFrames } from "#lib/contract/packed/frames.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { createFrameMap, type FrameMap } from "./frame-map.ts";

/** The platform's answer. */
export type FrameMapAnswer = PackedFrames & { revision: number; progress: FrameProgress[] };
/** How many of the first frames; null: all. */
export type MapLimit = number | null;

export interface FrameMaps {
  /** The job's map, made of this answer or brought up to it. */
  open(jobId: JobId, limit: MapLimit, answer: FrameMapAnswer): FrameMap;
  /** Takes a change in; asks for what is missing where there is a gap. */
  take(jobId: JobId, change: Pick<JobChange, "since" | "revision" | "frames">): void;
  /** The job is at this revision: asks for what changed unless that is known. Null: at one that nobody knows. */
  catchUp(jobId: JobId, revision: number | null): void;
  /** The same for all jobs. */
  catchUpAll(): void;
}

interface Entry {
  limit: MapLimit;
  map: FrameMap;
  /** The revision that is wanted while a question is under way. */
  wanted: number | null;
}

/** `onProgress`: what running frames do, as an answer tells it. */
export function createFrameMaps(
  farm: Farm,
  onProgress: (jobId: JobId, running: readonly FrameProgress[]) => void,
): FrameMaps {
  const jobs = new Map<JobId, Entry[]>();
  const absorb = ({ map }: Entry, answer: FrameMapAnswer) => {
    map.take(unpackFrames(answer), answer.revision);
    map.reached(answer.revision);
  };

  async function ask(jobId: JobId, entry: Entry): Promise<void> {
    while (entry.wanted !== null && entry.wanted > entry.map.revision()) {
      const since = entry.map.revision();
      const query = { since, limit: entry.limit ?? undefined };
      const answer = await farm.jobs.frameMap({ params: { jobId }, query });
      absorb(entry, answer);
      onProgress(jobId, answer.progress);
      // Wanted because nobody knew the revision, and nothing was new.
      if (answer.revision <= since || entry.wanted === Infinity) break;
    }
  }
  function want(jobId: JobId, entry: Entry, revision: number): void {
    const isAsking = entry.wanted !== null;
    entry.wanted = Math.max(entry.wanted ?? 0, revision);
    if (isAsking) return;
    // A question that failed is asked again with the next change, or when the connection is back.
    ask(jobId, entry)
      .catch(() => undefined)
      .finally(() => {
        entry.wanted = null;
      });
  }
  const entriesOf = (jobId: JobId): readonly Entry[] => jobs.get(jobId) ?? [];

  return {
    open(jobId, limit, answer) {
      const known = entriesOf(jobId).find((entry) => entry.limit === limit);
      if (known === undefined) {
        const map = createFrameMap(answer, answer.revision);
        jobs.set(jobId, [...entriesOf(jobId), { limit, map, wanted: null }]);
        return map;
      }
      if (answer.revision > known.map.revision()) absorb(known, answer);
      return known.map;
    },
    take(jobId, { since, revision, frames }) {
      for (const entry of entriesOf(jobId)) {
        const { map } = entry;
        if (frames === "many") {
          want(jobId, entry, revision);
          continue;
        }
        map.take(frames, revision);
        if (since <= map.revision()) map.reached(revision);
        else want(jobId, entry, revision);
      }
    },
    catchUp(jobId, revision) {
      for (const entry of entriesOf(jobId))
        if (revision === null || entry.map.revision() < revision) want(jobId, entry, revision ?? Infinity);
    },
    catchUpAll() {
      for (const [jobId, entries] of jobs) for (const entry of entries) want(jobId, entry, Infinity);
    },
  };
}
