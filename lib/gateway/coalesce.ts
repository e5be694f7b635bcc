/**
 * Fewer, fuller messages: events of one topic are merged for a moment before they go to its watchers. The first one
 * after a silence goes at once, so that a finished picture is never kept waiting.
 */
import { type FarmEvent, isVolatile } from "#lib/contract/events.ts";

/** Shorter than people notice, long enough that a thousand frames a second become seven messages. */
export const COALESCE_MS = 150;
/** Above this many frames fetching them is smaller than sending them. */
export const MANY_FRAMES = 500;

type FramesChanged = Extract<FarmEvent, { type: "frames.changed" }>;
type FrameProgressed = Extract<FarmEvent, { type: "frame.progress" }>;

/** Events with the same key replace each other (or are united); null: each one counts. */
function keyOf(event: FarmEvent): string | null {
  switch (event.type) {
    case "job.changed":
    case "frames.changed":
    case "frame.progress":
      return `${event.type} ${event.jobId}`;
    case "project.changed":
      return `${event.type} ${event.project.id}`;
    case "quote.changed":
      return `${event.type} ${event.quoteId}`;
    case "credits.changed":
    case "sessions.ended":
      return `${event.type} ${event.accountId}`;
    case "node.changed":
      return `${event.type} ${event.node.id}`;
    case "farm.changed":
    case "work.expected":
      return event.type;
    case "lease.revoked":
    case "cap.neared":
      return null;
    default:
      return event satisfies never;
  }
}

function uniteFrames(earlier: FramesChanged, later: FramesChanged): FramesChanged {
  const ordered = { ...later, since: earlier.since };
  if (earlier.frames === "many" || later.frames === "many") return { ...ordered, frames: "many" };
  const byNumber = new Map([...earlier.frames, ...later.frames].map((f) => [f.frame, f]));
  return { ...ordered, frames: byNumber.size > MANY_FRAMES ? "many" : [...byNumber.values()] };
}

function uniteProgress(earlier: FrameProgressed, later: FrameProgressed): FrameProgressed {
  const byNumber = new Map([...earlier.frames, ...later.frames].map((f) => [f.frame, f]));
  return { ...later, frames: [...byNumber.values()] };
}

function unite(earlier: FarmEvent, later: FarmEvent): FarmEvent {
  if (earlier.type === "frames.changed" && later.type === "frames.changed")
    return uniteFrames(earlier, later);
  if (earlier.type === "frame.progress" && later.type === "frame.progress")
    return uniteProgress(earlier, later);
  if (earlier.type === "job.changed" && later.type === "job.changed")
    return { ...later, since: earlier.since };
  return later;
}

/** Events in order of first appearance, each thing once: first `since`, last `revision`, last word of each frame. */
export function mergeEvents(events: readonly FarmEvent[]): FarmEvent[] {
  const merged = new Map<string | number, FarmEvent>();
  for (const [index, event] of events.entries()) {
    const key = keyOf(event) ?? index;
    const earlier = merged.get(key);
    merged.set(key, earlier === undefined ? event : unite(earlier, event));
  }
  return [...merged.values()];
}

export interface Coalescer {
  add(topic: string, event: FarmEvent): void;
  /** Sends what waits and stops the timers. */
  close(): void;
}

/** `after` runs a function later and answers how to call it off; tests give their own. */
export function createCoalescer(
  emit: (topic: string, events: FarmEvent[]) => void,
  after: (run: () => void, ms: number) => () => void,
): Coalescer {
  interface Waiting {
    events: FarmEvent[];
    /** Only progress went out just now: a finished picture need not wait for that. */
    afterProgress: boolean;
    cancel: () => void;
  }
  const waiting = new Map<string, Waiting>();
  const flush = (topic: string) => {
    const entry = waiting.get(topic);
    waiting.delete(topic);
    if (entry === undefined || entry.events.length === 0) return;
    send(topic, mergeEvents(entry.events));
  };
  const send = (topic: string, events: FarmEvent[]) => {
    emit(topic, events);
    const cancel = after(() => flush(topic), COALESCE_MS);
    waiting.set(topic, { events: [], afterProgress: events.every(isVolatile), cancel });
  };
  return {
    add(topic, event) {
      const entry = waiting.get(topic);
      if (entry === undefined) return send(topic, [event]);
      entry.events.push(event);
      if (!entry.afterProgress || isVolatile(event)) return;
      entry.cancel();
      flush(topic);
    },
    close() {
      for (const [topic, entry] of waiting) {
        entry.cancel();
        if (entry.events.length > 0) emit(topic, mergeEvents(entry.events));
      }
      waiting.clear();
    },
  };
}
