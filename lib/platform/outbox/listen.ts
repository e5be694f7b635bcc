/**
 * The one reader of events in a platform process, shared by all its event streams: durable ones in order and none
 * skipped, volatile ones as they come. Woken by NOTIFY; looks every two seconds anyway, because notifications get lost.
 */
import { type StreamedEvent, volatileEvent } from "#lib/contract/events.ts";
import type { Log } from "#lib/log.ts";
import type { Database } from "../db/database.ts";
import { EVENTS_CHANNEL } from "./append.ts";
import { type Cursor, currentCursor, cursorOf, isAfter } from "./cursor.ts";
import { readEvents, type StoredEvent } from "./read.ts";
import { VOLATILE_CHANNEL } from "./volatile.ts";

export interface Subscription {
  /** Public id of the place from which nothing is missed; for the stream's `ready` message. */
  readyAt: string;
  /** `after` was older than what is kept: tell the client to fetch again. It hears everything from `readyAt` on. */
  isReset: boolean;
  stop(): void;
}

export interface EventFeed {
  /**
   * Hears everything from now on, or from `after` (public id of the last event seen). What lies between is told to the
   * listener before the answer, in order, and then the live ones: no gap, nothing twice.
   */
  subscribe(listener: (event: StreamedEvent) => void, after?: string): Promise<Subscription>;
  close(): Promise<void>;
}

type Hear = (stored: StoredEvent) => void;

/** Units: milliseconds. */
const FLOOR_MS = 2000;
/** While an older transaction holds events back. */
const HELD_BACK_MS = 20;
const PAGE = 500;

export async function openEventFeed(db: Database, log: Log): Promise<EventFeed> {
  let position = await currentCursor(db);
  const durable = new Set<Hear>();
  const volatile = new Set<(event: StreamedEvent) => void>();
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> | null = null;
  let isAskedAgain = false;
  let isClosed = false;

  function tellAll<T>(listeners: ReadonlySet<(value: T) => void>, value: T): void {
    for (const listener of listeners) {
      try {
        listener(value);
      } catch (error) {
        log.error("events.listener_failed", { error });
      }
    }
  }

  /** Answers when to look again. */
  async function readOn(): Promise<number> {
    for (;;) {
      isAskedAgain = false;
      const page = await readEvents(db, position, PAGE);
      for (const stored of page.events) {
        position = stored.cursor;
        if (stored.event === null) log.error("events.unreadable", { id: stored.cursor.id });
        else tellAll(durable, stored);
      }
      if (page.isHeldBack) return HELD_BACK_MS;
      if (page.events.length < PAGE && !isAskedAgain) return FLOOR_MS;
    }
  }

  function look(): void {
    isAskedAgain = true;
    if (reading !== null || isClosed) return;
    clearTimeout(timer);
    reading = readOn()
      .catch((error: unknown) => {
        log.error("events.read_failed", { error });
        return FLOOR_MS;
      })
      .then((ms) => {
        reading = null;
        if (isClosed) return;
        timer = setTimeout(look, ms);
        timer.unref();
      });
  }

  const stopHints = await db.listen(EVENTS_CHANNEL, look);
  const stopVolatile = await db.listen(VOLATILE_CHANNEL, (payload) => {
    const event = volatileEvent.safeParse(parseJson(payload));
    if (event.success) tellAll(volatile, { id: null, event: event.data });
    else log.error("events.unreadable", { channel: VOLATILE_CHANNEL });
  });
  look();

  /** What was between `from` and where the live events of this subscriber began. */
  async function catchUp(from: Cursor, until: Cursor, hear: Hear): Promise<void> {
    let cursor = from;
    while (isAfter(until, cursor)) {
      const { events } = await readEvents(db, cursor, PAGE);
      for (const stored of events) {
        if (isAfter(stored.cursor, until)) return;
        cursor = stored.cursor;
        hear(stored);
      }
      if (events.length === 0) return;
    }
  }

  return {
    subscribe: async (listener, after) => {
      const from = after === undefined ? null : await cursorOf(db, after);
      const startedAt = position;
      const last = from !== null && isAfter(from, startedAt) ? from : startedAt;
      const tell: Hear = ({ cursor, event }) => {
        if (event !== null) listener({ id: String(cursor.id), event });
      };
      let waiting: StoredEvent[] | null = [];
      const live: Hear = (stored) => {
        if (!isAfter(stored.cursor, last)) return;
        if (waiting === null) tell(stored);
        else waiting.push(stored);
      };
      durable.add(live);
      volatile.add(listener);
      const stop = () => {
        durable.delete(live);
        volatile.delete(listener);
      };
      try {
        if (from !== null) await catchUp(from, startedAt, tell);
      } catch (error) {
        stop();
        throw error;
      }
      let readyAt = String(last.id);
      for (const stored of waiting) {
        tell(stored);
        readyAt = String(stored.cursor.id);
      }
      waiting = null;
      return { readyAt, isReset: after !== undefined && from === null, stop };
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await stopHints();
      await stopVolatile();
      await reading;
      durable.clear();
      volatile.clear();
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
