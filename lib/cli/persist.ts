/** Trying again while the farm is away: a restart or a lost connection must not end a command that already runs. */
import { FarmError } from "#lib/client/index.ts";
import { pause } from "#lib/time.ts";

/** Together about a minute and a half: a server's restart, or a train's tunnel. Units: milliseconds. */
const BACKOFF_MS = [250, 500, 1000, 2000, 4000, 8000, 15_000, 30_000, 30_000];

/** True for what may be gone at the next try: no connection, a farm that starts, a busy one. Not a full disk: a person must see to that. */
export const mayPass = (error: unknown): boolean =>
  error instanceof FarmError &&
  error.code !== "disk_full" &&
  (error.status === 0 || error.status === 429 || error.status >= 500);

/**
 * Does `work` until it works. `isWorthIt` decides on each error whether another try may help.
 * Errors: the last one, when it can't or when patience ends; the signal's reason when it fires.
 */
export async function persist<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  isWorthIt: (error: unknown) => boolean = mayPass,
  backoffMs: readonly number[] = BACKOFF_MS,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const wait = backoffMs[failures];
      if (wait === undefined || !isWorthIt(error)) throw error;
      await pause(wait, signal);
    }
  }
}
