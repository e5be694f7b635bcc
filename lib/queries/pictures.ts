/**
 * Addresses of frames' pictures, for as many frames as are on the screen: asked for together, a little after they came
 * into view, so that rows which only pass by cost nothing. A frame under way has its address before its picture is there.
 */
import type { Farm } from "#lib/client/index.ts";
import type { PictureSize } from "#lib/contract/farm/jobs.ts";
import { formatFrameRange } from "#lib/domain/frame-range.ts";
import type { JobId } from "#lib/domain/ids.ts";

export interface PictureStore {
  /** Undefined until it is known; null: there is none. `revision`: the one that the frame changed with last. */
  get(jobId: JobId, frame: number, revision: number, size?: PictureSize): string | null | undefined;
  /** Wants it until the answer stops it; `changed` is called when it came. */
  want(wish: Wish, changed: () => void): () => void;
  /** What another answer told of small pictures. */
  put(
    jobId: JobId,
    revision: number,
    pictures: readonly (readonly [frame: number, url: string | null])[],
  ): void;
}

export interface Wish {
  jobId: JobId;
  frame: number;
  revision: number;
  size?: PictureSize;
}

interface Known {
  revision: number;
  url: string | null;
  at: number;
}

/** While rows come into view one after the other, nothing is asked; but no longer than this. Units: milliseconds. */
const GATHER_MS = 60;
const MOST_GATHER_MS = 240;
/** Addresses are good for six hours. Units: milliseconds. */
const GOOD_MS = 5 * 3600_000;
const MOST_AT_ONCE = 200;
/** A failed question is asked again while somebody still looks. Units: milliseconds. */
const AGAIN_MS = 3000;

export function createPictureStore(farm: Farm, now: () => number = Date.now): PictureStore {
  const known = new Map<string, Known>();
  /** Who waits for what; a name is `job size`. */
  const wishes = new Map<string, Map<number, Set<{ wish: Wish; changed: () => void }>>>();
  const asked = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let gatheringSince = 0;
  let askedAt = -Infinity;

  const groupOf = ({ jobId, size = "small" }: Pick<Wish, "jobId" | "size">) => `${jobId} ${size}`;
  const nameOf = (group: string, frame: number) => `${group} ${frame}`;
  const fresh = (wish: Wish): Known | undefined => {
    const one = known.get(nameOf(groupOf(wish), wish.frame));
    return one !== undefined && one.revision >= wish.revision && now() - one.at < GOOD_MS ? one : undefined;
  };
  const later = (ms: number) => {
    if (timer === null) gatheringSince = performance.now();
    else if (ms === 0 || performance.now() - gatheringSince + ms > MOST_GATHER_MS) return;
    else clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      askAll();
    }, ms);
  };

  async function ask(group: string, frames: readonly number[]): Promise<void> {
    const [jobId, size] = group.split(" ") as [JobId, PictureSize];
    for (const frame of frames) asked.add(nameOf(group, frame));
    try {
      const query = { frames: formatFrameRange(frames), size };
      const { revision, urls } = await farm.jobs.pictures({ params: { jobId }, query });
      for (const [place, frame] of frames.entries())
        known.set(nameOf(group, frame), { revision, url: urls[place] ?? null, at: now() });
    } catch {
      later(AGAIN_MS);
    }
    for (const frame of frames) asked.delete(nameOf(group, frame));
    for (const frame of frames)
      for (const { wish, changed } of wishes.get(group)?.get(frame) ?? []) {
        if (fresh(wish) !== undefined) changed();
        // It changed once more while the answer was under way.
        else later(GATHER_MS);
      }
  }

  function askAll(): void {
    askedAt = performance.now();
    for (const [group, frames] of wishes) {
      const missing = [...frames]
        .filter(([frame, wants]) => {
          if (asked.has(nameOf(group, frame))) return false;
          return [...wants].some(({ wish }) => fresh(wish) === undefined);
        })
        .map(([frame]) => frame)
        .sort((a, b) => a - b);
      for (let at = 0; at < missing.length; at += MOST_AT_ONCE)
        void ask(group, missing.slice(at, at + MOST_AT_ONCE));
    }
  }

  return {
    get: (jobId, frame, revision, size) => fresh({ jobId, frame, revision, size })?.url,
    want(wish, changed) {
      const group = groupOf(wish);
      const frames = wishes.get(group) ?? new Map<number, Set<{ wish: Wish; changed: () => void }>>();
      wishes.set(group, frames);
      const wants = frames.get(wish.frame) ?? new Set();
      frames.set(wish.frame, wants);
      const one = { wish, changed };
      wants.add(one);
      // After a silence what came into view in the same breath is asked at once.
      if (fresh(wish) === undefined) later(performance.now() - askedAt > MOST_GATHER_MS ? 0 : GATHER_MS);
      return () => {
        wants.delete(one);
        if (wants.size === 0 && frames.get(wish.frame) === wants) frames.delete(wish.frame);
        if (frames.size === 0 && wishes.get(group) === frames) wishes.delete(group);
      };
    },
    put(jobId, revision, pictures) {
      for (const [frame, url] of pictures)
        known.set(nameOf(groupOf({ jobId }), frame), { revision, url, at: now() });
    },
  };
}
