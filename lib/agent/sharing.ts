/** One piece of work for all who want the same: it goes on while anybody still wants it. */

/** `start` gets a signal that fires when the last caller has left. Errors: those of the work; a leaving caller's signal's own. */
export type Sharing<T> = (
  key: string,
  signal: AbortSignal,
  start: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

interface Shared<T> {
  work: Promise<T>;
  callers: number;
  stop: AbortController;
}

export function createSharing<T>(): Sharing<T> {
  const running = new Map<string, Shared<T>>();
  const join = (key: string, start: (signal: AbortSignal) => Promise<T>): Shared<T> => {
    const known = running.get(key);
    if (known !== undefined && !known.stop.signal.aborted) return known;
    const stop = new AbortController();
    const work = start(stop.signal).finally(() => {
      if (running.get(key) === shared) running.delete(key);
    });
    const shared: Shared<T> = { work, callers: 0, stop };
    // Nobody may be waiting any more when it fails.
    work.catch(() => {});
    running.set(key, shared);
    return shared;
  };
  return async (key, signal, start) => {
    signal.throwIfAborted();
    const shared = join(key, start);
    shared.callers += 1;
    const left = Promise.withResolvers<never>();
    const leave = () => left.reject(signal.reason as Error);
    signal.addEventListener("abort", leave, { once: true });
    try {
      return await Promise.race([shared.work, left.promise]);
    } finally {
      signal.removeEventListener("abort", leave);
      shared.callers -= 1;
      if (shared.callers === 0) shared.stop.abort();
    }
  };
}
