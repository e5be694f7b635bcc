/** What a verb is given: who asks, and the platform's parts. Verbs never read the request or the environment. */
import type { AccountId, NodeId } from "#lib/domain/ids.ts";
import type { Role, Scope } from "#lib/domain/account.ts";
import type { Log } from "#lib/log.ts";
import type { Clock } from "#lib/time.ts";
import type { CredentialCache } from "./accounts/credential-cache.ts";
import type { Throttle } from "./accounts/throttle.ts";
import type { Database } from "./db/database.ts";
import type { BlendFileReader } from "./facts/blend-reader.ts";
import type { WorkSignal } from "./leases/work-signal.ts";
import type { LiveNodes } from "./nodes/live-nodes.ts";
import type { ObjectStore } from "./objects/object-store.ts";
import type { FrameQueue } from "./queue/queue.ts";
import type { TaskBodies } from "./tasks/get.ts";
import type { InstanceCache } from "./tasks/instance-cache.ts";

/** Who asks. `node` is any machine with the nodes' credential; which one it is, it says itself. */
export type Actor =
  | { type: "public" }
  | { type: "account"; accountId: AccountId; email: string; role: Role; scope: Scope; tokenId: string }
  | { type: "node"; nodeId?: NodeId }
  | { type: "service" }
  | { type: "system" };

export interface PlatformSettings {
  /** What new accounts get, in credits, when the administrator names nothing. */
  newAccountCredits: number;
  /** The sample scene's file on this machine; null when there is none. Asked each time: it may appear later. */
  sampleScene: () => string | null;
  /** Origin of storage as browsers and nodes reach it, e.g. "http://localhost:3002". */
  storageOrigin: string;
  /** Origin of this API as browsers reach it: signed archive addresses name it. */
  apiOrigin: string;
  /** Signs archive tickets. */
  secret: string;
}

export interface Platform {
  db: Database;
  queue: FrameQueue;
  objects: ObjectStore;
  clock: Clock;
  log: Log;
  settings: PlatformSettings;
  /** Wakes long polls that wait for work, here and on the other platforms. */
  work: WorkSignal;
  /** What nodes said since it was last written down: load, progress, revoked leases. Lost with the process, and may be. */
  live: LiveNodes;
  /** Instances of tasks that clients ask about, and the whole answers to them. */
  instances: InstanceCache;
  taskBodies: TaskBodies;
  credentials: CredentialCache;
  throttle: Throttle;
  /** Looks into stored .blend files. */
  blends: BlendFileReader;
}

export interface Ctx extends Platform {
  actor: Actor;
  requestId: string;
  /** Fires when the caller hangs up. */
  signal: AbortSignal;
  /** The caller's network address, for throttling. */
  address: string;
}

/** What the platform does of its own accord: sweeps, first start. */
export const systemContext = (platform: Platform): Ctx => ({
  ...platform,
  actor: { type: "system" },
  requestId: "system",
  signal: new AbortController().signal,
  address: "",
});
