/** The door of the platform: everything behind the API and, for storage on disk, behind storage's own origin. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "#lib/log.ts";
import { type Clock, systemClock } from "#lib/time.ts";
import { assemblePlatform } from "./assemble.ts";
import type { Platform } from "./context.ts";
import type { Database } from "./db/database.ts";
import { migrate } from "./db/migrate.ts";
import { openDatabase } from "./db/open.ts";
import { watchFarm } from "./farm-status/watch.ts";
import { ensureFirstAdmin, ensureTokens, type FirstAdmin } from "./first-start.ts";
import { createRouter } from "./http/router.ts";
import { type OpenedObjectStore, openObjectStore } from "./objects/open.ts";
import { storageAccounts } from "./s3/accounts.ts";
import { openEventFeed } from "./outbox/listen.ts";
import { openFrameQueue } from "./queue/open.ts";
import { graceAfterStart } from "./sweep/grace.ts";
import { startSweep } from "./sweep/run.ts";

export type { FirstAdmin } from "./first-start.ts";
export { createStorageServer } from "./s3/server.ts";
export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface PlatformOptions {
  /** "pglite:///abs/folder" or "postgres://…". */
  databaseUrl: string;
  /** "file:///abs/folder" or "s3://…". */
  storageUrl: string;
  /** As browsers and nodes reach them, without a slash at the end, e.g. "http://localhost:3002". */
  storageOrigin: string;
  apiOrigin: string;
  /** The portal's origins: pages that may PUT to storage and call the API. */
  corsOrigins: string[];
  secrets: {
    /** Signs storage's addresses and archive tickets; any long random text that stays the same. */
    signing: string;
    serviceToken: string;
    nodeToken: string;
  };
  /** Made when there is no account yet; `token` becomes an API token of that account on every start. */
  admin: { email: string; password?: string; token?: string };
  newAccountCredits: number;
  /** The sample scene's file on this machine; null while there is none. Asked each time. */
  sampleScene: () => string | null;
  log: Log;
  clock?: Clock;
  /** Checks replies against the contract: for tests and development. */
  checksReplies?: boolean;
}

export interface RunningPlatform {
  apiListener: RequestListener;
  /** Null when storage is a real S3 elsewhere. */
  storageListener: RequestListener | null;
  /** Only on the start that made it. */
  firstAdmin: FirstAdmin | null;
  /** Begins the sweep. Call when the listeners listen. */
  start(): Promise<void>;
  /** Ends what waits and closes queue and database. Close the HTTP servers first. */
  close(): Promise<void>;
}

interface Opened {
  db: Database;
  storage: OpenedObjectStore;
}

/** Part of every signature; S3's own name for "no matter which". */
const REGION = "us-east-1";

async function open(options: PlatformOptions): Promise<Opened> {
  const db = await openDatabase(options.databaseUrl, { log: options.log });
  try {
    await migrate(db);
    const { log, clock = systemClock } = options;
    const storage = await openObjectStore(options.storageUrl, {
      publicOrigin: options.storageOrigin,
      allowedOrigins: options.corsOrigins,
      // Signs addresses only; nobody is handed it, so its name is ours to choose.
      credentials: { accessKey: "hearth", secretKey: options.secrets.signing },
      region: REGION,
      clock,
      log,
    });
    return { db, storage };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** Live parts over an assembled platform: what hears events, and what runs by the clock. */
async function run(platform: Platform, options: PlatformOptions) {
  const feed = await openEventFeed(platform.db, platform.log);
  const farm = watchFarm(platform);
  const hearing = await feed.subscribe(({ event }) => {
    platform.live.heard(event);
    farm.heard(event);
  });
  const apiListener = createRouter({
    platform,
    feed,
    corsOrigins: options.corsOrigins,
    checksReplies: options.checksReplies ?? false,
  });
  return {
    apiListener,
    close: async () => {
      hearing.stop();
      await farm.close();
      await feed.close();
    },
  };
}

/**
 * Opens database and storage, migrates, and makes the first administrator.
 * Errors: what openDatabase and openObjectStore refuse (a locked folder, a database that can't be reached).
 */
export async function createPlatform(options: PlatformOptions): Promise<RunningPlatform> {
  const { log, clock = systemClock } = options;
  const { db, storage } = await open(options);
  const queue = await openFrameQueue({ db, log });
  const platform = await assemblePlatform({
    db,
    queue,
    objects: storage.store,
    clock,
    log,
    settings: {
      newAccountCredits: options.newAccountCredits,
      sampleScene: options.sampleScene,
      storageOrigin: storage.publicOrigin,
      apiOrigin: options.apiOrigin,
      secret: options.secrets.signing,
    },
  });
  await graceAfterStart(platform);
  const firstAdmin = await ensureFirstAdmin(platform, options.admin);
  await ensureTokens(platform, options.secrets, options.admin);
  const running = await run(platform, options);
  let stopSweep: () => Promise<void> = () => Promise.resolve();
  return {
    apiListener: running.apiListener,
    storageListener: storage.handlerFor?.(storageAccounts(platform)) ?? null,
    firstAdmin,
    start() {
      stopSweep = startSweep(platform);
      return Promise.resolve();
    },
    async close() {
      await stopSweep();
      await platform.work.close();
      await platform.blends.close();
      await running.close();
      await platform.credentials.close();
      await storage.close();
      await queue.close();
      await db.close();
    },
  };
}
