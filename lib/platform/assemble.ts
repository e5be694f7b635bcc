/** Puts the platform's parts together over an open database, queue and store. Tests use it as index.ts does. */
import type { Log } from "#lib/log.ts";
import type { Clock } from "#lib/time.ts";
import { openCredentialCache } from "./accounts/credential-cache.ts";
import { createThrottle } from "./accounts/throttle.ts";
import type { Platform, PlatformSettings } from "./context.ts";
import type { Database } from "./db/database.ts";
import { createBlendReader } from "./facts/blend-reader.ts";
import { openWorkSignal } from "./leases/work-signal.ts";
import { createLiveNodes } from "./nodes/live-nodes.ts";
import type { ObjectStore } from "./objects/object-store.ts";
import type { FrameQueue } from "./queue/queue.ts";
import { createTaskBodies } from "./tasks/get.ts";
import { createInstanceCache } from "./tasks/instance-cache.ts";

export async function assemblePlatform(parts: {
  db: Database;
  queue: FrameQueue;
  objects: ObjectStore;
  clock: Clock;
  log: Log;
  settings: PlatformSettings;
}): Promise<Platform> {
  return {
    ...parts,
    work: await openWorkSignal(parts.db, parts.log),
    live: createLiveNodes(),
    instances: createInstanceCache(),
    taskBodies: createTaskBodies(),
    credentials: await openCredentialCache(parts.db, parts.clock),
    throttle: createThrottle(parts.clock),
    blends: createBlendReader(),
  };
}
