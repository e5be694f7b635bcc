/**
 * Fewer, fuller messages: what happens in a room is gathered for a moment before it goes to its watchers. What people
 * wait for goes at once after a silence; what they would not miss for a second waits for company.
 */

/** Shorter than people notice, long enough that a thousand frames a second become seven messages. Units: milliseconds. */
export const COALESCE_MS = 150;
export const PATIENCE_MS = 1000;

export type Urgency = "soon" | "patient";

export interface Coalescer<Item> {
  add(room: string, item: Item, urgency: Urgency): void;
  forget(room: string): void;
  /** Sends what waits and stops the timers. */
  close(): void;
}

export interface Timer {
  /** Units: milliseconds of a clock that only goes on. */
  now(): number;
  /** Runs a function later and answers how to call it off. */
  after(run: () => void, ms: number): () => void;
}

interface Room<Item> {
  items: Item[];
  /** When it sent what was urgent, and when it sent at all. */
  urgentAt: number;
  sentAt: number;
  isUrgent: boolean;
  due: number;
  cancel: () => void;
}

export function createCoalescer<Item>(
  emit: (room: string, items: Item[]) => void,
  timer: Timer,
): Coalescer<Item> {
  const rooms = new Map<string, Room<Item>>();
  const flush = (name: string) => {
    const room = rooms.get(name);
    if (room === undefined || room.items.length === 0) return;
    const { items } = room;
    room.sentAt = timer.now();
    if (room.isUrgent) room.urgentAt = room.sentAt;
    Object.assign(room, { items: [], isUrgent: false, due: Infinity });
    emit(name, items);
  };
  return {
    add(name, item, urgency) {
      const room = rooms.get(name) ?? {
        items: [],
        urgentAt: -Infinity,
        sentAt: -Infinity,
        isUrgent: false,
        due: Infinity,
        cancel: () => undefined,
      };
      rooms.set(name, room);
      room.items.push(item);
      if (urgency === "soon") room.isUrgent = true;
      const now = timer.now();
      const earliest = urgency === "soon" ? room.urgentAt + COALESCE_MS : room.sentAt + PATIENCE_MS;
      // Never in the same breath: what was told together is sent together.
      const due = Math.max(now, earliest);
      if (due >= room.due) return;
      room.cancel();
      room.due = due;
      room.cancel = timer.after(() => flush(name), due - now);
    },
    forget(name) {
      rooms.get(name)?.cancel();
      rooms.delete(name);
    },
    close() {
      for (const [name, room] of rooms) {
        room.cancel();
        flush(name);
      }
      rooms.clear();
    },
  };
}
