/** Something changed, look again: whoever waits is woken once, nothing is remembered. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, when the signal fires, or after `ms`. */
  next(signal: AbortSignal, ms?: number): Promise<void>;
}

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const wake of Array.from(waiting)) wake();
    },
    next: (signal, ms) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const wake = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", wake);
          waiting.delete(wake);
          resolve();
        };
        const timer = ms === undefined ? undefined : setTimeout(wake, ms);
        signal.addEventListener("abort", wake, { once: true });
        waiting.add(wake);
      }),
  };
}
