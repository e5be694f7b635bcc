/**
 * Slows down guessing: counts wrong sign-ins of one e-mail from one address, and of the e-mail from everywhere, in a
 * window. Kept in memory, per platform.
 */
import type { Clock } from "#lib/time.ts";

export const MAX_FAILURES = 10;
/** From all addresses together: high enough that a stranger has to work to keep somebody out. */
export const MAX_FAILURES_ANYWHERE = 100;
export const WINDOW_MS = 15 * 60_000;
/** More keys than this means somebody sends made-up ones; the oldest are forgotten. */
const MAX_KEYS = 50_000;

export interface Throttle {
  isBlocked(email: string, address: string): boolean;
  failed(email: string, address: string): void;
  succeeded(email: string, address: string): void;
}

export function createThrottle(clock: Clock): Throttle {
  const failures = new Map<string, { count: number; since: number }>();
  const current = (key: string) => {
    const entry = failures.get(key);
    if (entry === undefined || clock.now() - entry.since >= WINDOW_MS) return undefined;
    return entry;
  };
  const countOf = (key: string) => current(key)?.count ?? 0;
  const count = (key: string) => {
    const entry = current(key) ?? { count: 0, since: clock.now() };
    entry.count += 1;
    failures.delete(key);
    failures.set(key, entry);
    const oldest = failures.keys().next();
    if (failures.size > MAX_KEYS && oldest.done !== true) failures.delete(oldest.value);
  };
  const here = (email: string, address: string) => `${email}\n${address}`;
  return {
    isBlocked: (email, address) =>
      countOf(here(email, address)) >= MAX_FAILURES || countOf(email) >= MAX_FAILURES_ANYWHERE,
    failed(email, address) {
      count(here(email, address));
      count(email);
    },
    succeeded(email, address) {
      failures.delete(here(email, address));
      failures.delete(email);
    },
  };
}
