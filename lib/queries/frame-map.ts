/**
 * Every frame of a job in columns, kept outside the query cache: fifty changes a second touch the tiles that changed and
 * nothing else. Each frame remembers the revision it was told with, so that answers and events may come in any order.
 */
import { type FrameLine, type PackedFrames, unpackFrames } from "#lib/contract/packed/frames.ts";
import { FRAME_STATES, type FrameState } from "#lib/domain/frame.ts";

/** What a tile shows: a frame and the revision it is known from. The same object until it changes. */
export interface KnownFrame extends FrameLine {
  revision: number;
  /** Since when its small picture has the address that it has: since it was begun, not since it is done. */
  pictureRevision: number;
}

export interface FrameMap {
  readonly length: number;
  /** Up to here nothing is missing. */
  revision(): number;
  /** Goes up with every change; for whoever shows all of it. */
  version(): number;
  at(place: number): KnownFrame | undefined;
  /** Place of a frame's number, or -1. */
  placeOf(frame: number): number;
  count(state: FrameState): number;
  /** Takes an answer or an event in; older words about a frame than the known one are passed by. */
  take(lines: readonly FrameLine[], revision: number): void;
  /** Nothing is missing up to this revision. */
  reached(revision: number): void;
  /** Called after any change, or one of the frame at that place. Answers how to stop. */
  subscribe(place: number | null, changed: () => void): () => void;
}

export function createFrameMap(packed: PackedFrames, revision: number): FrameMap {
  const frames: KnownFrame[] = unpackFrames(packed).map((line) => ({
    ...line,
    revision,
    pictureRevision: revision,
  }));
  const counts = new Map<FrameState, number>(FRAME_STATES.map((state) => [state, 0]));
  const add = (state: FrameState, by: number) => counts.set(state, (counts.get(state) ?? 0) + by);
  for (const { state } of frames) add(state, 1);
  const listeners = new Map<number | null, Set<() => void>>();
  const tell = (place: number | null) => {
    for (const changed of listeners.get(place) ?? []) changed();
  };
  let reachedRevision = revision;
  let version = 0;

  function placeOf(frame: number): number {
    let low = 0;
    let high = frames.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = (frames[middle] as KnownFrame).frame;
      if (found === frame) return middle;
      if (found < frame) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  return {
    length: frames.length,
    revision: () => reachedRevision,
    version: () => version,
    at: (place) => frames[place],
    placeOf,
    count: (state) => counts.get(state) ?? 0,
    take(lines, told) {
      const changed: number[] = [];
      for (const line of lines) {
        const place = placeOf(line.frame);
        const known = frames[place];
        if (known === undefined || known.revision > told) continue;
        add(known.state, -1);
        add(line.state, 1);
        const isDelivered = known.state === "active" && line.state === "completed";
        const keepsAddress = isDelivered && known.attempt === line.attempt;
        frames[place] = {
          ...line,
          revision: told,
          pictureRevision: keepsAddress ? known.pictureRevision : told,
        };
        changed.push(place);
      }
      if (changed.length === 0) return;
      version += 1;
      for (const place of changed) tell(place);
      tell(null);
    },
    reached(told) {
      reachedRevision = Math.max(reachedRevision, told);
    },
    subscribe(place, changed) {
      const group = listeners.get(place) ?? new Set();
      listeners.set(place, group.add(changed));
      return () => {
        group.delete(changed);
        if (group.size === 0 && listeners.get(place) === group) listeners.delete(place);
      };
    },
  };
}
