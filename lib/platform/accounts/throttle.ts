/** Slows down guessing: counts wrong sign-ins of one e-mail from one address in a window. Kept in memory, per platform. */
import type { Clock } from "#lib/time.ts";

export const MAX_FAILURES = 10;
export const WINDOW_MS = 15 * 60_000;
/** More keys than this means somebody sends made-up ones; the oldest are forgotten. */
const MAX_KEYS = 50_000;

export interface Throttle {
  isBlocked(key: string): boolean;
  failed(key: string): void;
  succeeded(key: string): void;
}

export function createThrottle(clock: Clock): Throttle {
  const failures = new Map<string, { count: number; since: number }>();
  const current = (key: string) => {
    const entry = failures.get(key);
    if (entry === undefined || clock.now() - entry.since >= WINDOW_MS) return undefined;
    return entry;
  };
  return {
    isBlocked: (key) => (current(key)?.count ?? 0) >= MAX_FAILURES,
    failed(key) {
      const entry = current(key) ?? { count: 0, since: clock.now() };
      entry.count += 1;
      failures.delete(key);
      failures.set(key, entry);
      const oldest = failures.keys().next();
      if (failures.size > MAX_KEYS && oldest.done !== true) failures.delete(oldest.value);
    },
    succeeded: (key) => void failures.delete(key),
  };
}
