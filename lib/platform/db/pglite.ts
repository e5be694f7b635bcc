/**
 * The embedded engine: PostgreSQL as WebAssembly in this process, hardened where PGlite 0.5.16 is not made for keeping
 * things: real fsync, one process for each folder, private files, vacuum and checkpoints (it has neither background
 * process), and a pause between transactions so that timers and sockets get their turn.
 */
import { existsSync } from "node:fs";
import { chmod, mkdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Log } from "#lib/log.ts";
import type { Database } from "./database.ts";
import { TransactionAborted } from "./errors.ts";
import { databaseOver } from "./over-engine.ts";
import { DurableNodeFS, syncPath } from "./pglite-fs.ts";
import { lockFolder } from "./pglite-lock.ts";
import { createStatements } from "./pglite-statements.ts";
import { createUpkeep } from "./pglite-upkeep.ts";

export interface PgliteOptions {
  log: Log;
  /** Hears of every fsync. */
  synced?: () => void;
  /** Fills a new database in memory, for tests. */
  loadDataDir?: Blob;
}

/** The folder inside ours names the major version, which an upgrade of PGlite must convert. */
const CLUSTER = "18";

/** PGlite's own parameters without `-F` (no fsync); fdatasync does nothing in emscripten, fsync does. */
const SETTINGS = ["wal_sync_method=fsync", "shared_buffers=16MB", "max_wal_size=128MB", "timezone=UTC"];
const START_PARAMS = [
  ...PGlite.defaultStartParams.filter((param) => param !== "-F"),
  ...SETTINGS.flatMap((setting) => ["-c", setting]),
];

/** Makes the cluster beside its place and renames it when all of it is on disk, so that a killed start leaves nothing half. */
async function openCluster(folder: string, synced: (() => void) | undefined): Promise<PGlite> {
  const place = join(folder, CLUSTER);
  if (!existsSync(place)) {
    const fresh = `${place}.new`;
    await rm(fresh, { recursive: true, force: true });
    const first = await PGlite.create({ fs: new DurableNodeFS(fresh), startParams: START_PARAMS });
    await first.exec("checkpoint");
    await first.close();
    await rename(fresh, place);
    syncPath(folder);
  }
  return PGlite.create({ fs: new DurableNodeFS(place, synced), startParams: START_PARAMS });
}

/** Longest run of statements before others get their turn. Units: milliseconds. */
const TURN_MS = 10;

function createTurns(): () => Promise<void> | undefined {
  let turn = performance.now();
  return () => {
    if (performance.now() - turn < TURN_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        turn = performance.now();
        resolve();
      }),
    );
  };
}

/** There is one connection: who comes while it is taken waits, in order. */
function createLine(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const mine = last.then(run, run);
    last = mine.catch(() => {});
    return mine;
  };
}

/** `folder`: where it lives; null: in memory, gone with the process. Errors: DatabaseLocked. */
export async function openPglite(folder: string | null, options: PgliteOptions): Promise<Database> {
  let unlock = async (): Promise<void> => {};
  let pglite: PGlite;
  if (folder === null) {
    pglite = await PGlite.create(options.loadDataDir ? { loadDataDir: options.loadDataDir } : {});
  } else {
    const place = resolve(folder);
    await mkdir(place, { recursive: true, mode: 0o700 });
    await chmod(place, 0o700);
    unlock = await lockFolder(place);
    try {
      pglite = await openCluster(place, options.synced);
    } catch (error) {
      await unlock();
      throw error;
    }
  }
  return databaseOf(pglite, options.log, folder !== null, unlock);
}

function databaseOf(pglite: PGlite, log: Log, isKept: boolean, unlock: () => Promise<void>): Database {
  const { run, tell } = createStatements(pglite);
  const yieldTurn = createTurns();
  const heard = new Map<string, Set<(payload: string) => void>>();
  const inLine = createLine();
  const upkeep = isKept ? createUpkeep((text, params) => inLine(() => run(text, params)), log) : null;

  return databaseOver(
    {
      query: async (text, params) => {
        await yieldTurn();
        return inLine(() =>
          run(text, params).catch(async (error: unknown) => {
            // Several statements may have begun a transaction of their own: nobody else may land in it.
            if (params.length === 0) await tell("rollback");
            throw error;
          }),
        );
      },
      transaction: async (work) => {
        await yieldTurn();
        return inLine(async () => {
          await tell("begin");
          let result: Awaited<ReturnType<typeof work>>;
          try {
            result = await work(run);
          } catch (error) {
            await tell("rollback");
            throw error;
          }
          if ((await tell("commit")) === "ROLLBACK") throw new TransactionAborted();
          return result;
        });
      },
      listen: async (channel, listener) => {
        const listeners = heard.get(channel) ?? new Set();
        heard.set(channel, listeners);
        listeners.add(listener);
        // In line as well: inside somebody's transaction it would be undone with it.
        const unlisten = await inLine(() => pglite.listen(channel, listener));
        return async () => {
          listeners.delete(listener);
          await inLine(() => unlisten());
        };
      },
      // This process is the only one on the database: telling it directly costs no statement and no sync.
      notify: async (channel, payload) => {
        for (const listener of heard.get(channel) ?? []) queueMicrotask(() => listener(payload));
      },
      close: async () => {
        await upkeep?.stop();
        if (isKept) await run("checkpoint", []);
        await pglite.close();
        await unlock();
      },
    },
    (error) => log.error("database.after_commit_failed", { error }),
  );
}

/** A copy of a whole database in memory, to open others from; the given one is closed by it. */
export async function dumpPglite(prepare: (db: Database) => Promise<void>, log: Log): Promise<Blob> {
  const pglite = await PGlite.create({});
  const db = databaseOf(pglite, log, false, async () => {});
  await prepare(db);
  const dump = await pglite.dumpDataDir("none");
  await db.close();
  return dump;
}
