/** Tells watchers how available the farm is when that changed, at most every two seconds. */
import type { FarmEvent } from "#lib/contract/events.ts";
import type { Platform } from "../context.ts";
import { publishVolatile } from "../outbox/volatile.ts";
import { readFarmStatus } from "./read.ts";

const LEAST_MS = 2000;

export interface FarmWatch {
  heard(event: FarmEvent): void;
  /** Waits for the look under way. */
  close(): Promise<void>;
}

export function watchFarm(platform: Platform): FarmWatch {
  let said = "";
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let isClosed = false;
  async function look(): Promise<void> {
    const status = await readFarmStatus(platform);
    const text = JSON.stringify(status);
    if (text === said) return;
    said = text;
    await publishVolatile(platform.db, { type: "farm.changed", status });
  }
  return {
    heard(event) {
      if (timer !== undefined || isClosed) return;
      if (event.type !== "job.changed" && event.type !== "node.changed") return;
      timer = setTimeout(() => {
        timer = undefined;
        looking = look().catch((error: unknown) => platform.log.warn("farm.look_failed", { error }));
      }, LEAST_MS);
      timer.unref();
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
