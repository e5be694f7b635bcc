/** Wakes nodes that wait for work. A NOTIFY carries the hint to other platforms; the truth is in the tables. */
import type { Database } from "../db/database.ts";
import type { Log } from "#lib/log.ts";

const CHANNEL = "work";

export interface WorkSignal {
  /** There may be work: wakes every waiter on every platform. Call after the commit. */
  hint(): void;
  /** Take before looking for work and give to `wait`, so that no hint between the two is missed. */
  seen(): number;
  /** Resolves on the next hint after `seen`, when the time is over, or when the signal fires. Units: milliseconds. */
  wait(seen: number, signal: AbortSignal, ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function openWorkSignal(db: Database, log: Log): Promise<WorkSignal> {
  let count = 0;
  let waiters = new Set<() => void>();
  const wake = () => {
    count += 1;
    const woken = waiters;
    waiters = new Set();
    for (const resolve of woken) resolve();
  };
  const unlisten = await db.listen(CHANNEL, wake);
  return {
    hint() {
      wake();
      db.notify(CHANNEL, "").catch((error: unknown) => log.warn("work.hint_failed", { error }));
    },
    seen: () => count,
    wait: (seen, signal, ms) =>
      new Promise((resolve) => {
        if (signal.aborted || seen !== count || ms <= 0) return resolve();
        const done = () => {
          clearTimeout(timer);
          waiters.delete(done);
          signal.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiters.add(done);
        signal.addEventListener("abort", done, { once: true });
      }),
    async close() {
      wake();
      await unlisten();
    },
  };
}
