/**
 * Closes the gap between "you may watch, it is at revision 5" and standing in the room: if something was sent to the
 * room in between, the question is asked again.
 */
import type { Permission } from "./may-watch.ts";

/** A busy room may send in every round; the last answer is then still newer than what the page has. */
const MAX_ROUNDS = 4;

export interface Arrivals {
  /** Something was sent to the room. */
  sent(topic: string): void;
  isAwaited(topic: string): boolean;
  /** Asks, enters when allowed, and answers the reply whose revision the watcher will not have a gap after. */
  settle(topic: string, ask: () => Promise<Permission>, enter: () => Promise<void>): Promise<Permission>;
}

export function createArrivals(): Arrivals {
  const waiting = new Map<string, Set<{ missed: boolean }>>();
  return {
    sent(topic) {
      for (const arrival of waiting.get(topic) ?? []) arrival.missed = true;
    },
    isAwaited: (topic) => waiting.has(topic),
    async settle(topic, ask, enter) {
      const arrival = { missed: false };
      const group = waiting.get(topic) ?? new Set();
      waiting.set(topic, group.add(arrival));
      try {
        let answer = await ask();
        for (let round = 1; answer.ok && arrival.missed && round < MAX_ROUNDS; round++) {
          arrival.missed = false;
          answer = await ask();
        }
        if (answer.ok) await enter();
        return answer;
      } finally {
        group.delete(arrival);
        if (group.size === 0) waiting.delete(topic);
      }
    },
  };
}
