/**
 * Ten thousand small files are ten thousand times the same seven steps: one thread does them one after the other, where a
 * promise for each step took three times as long, and syncs each folder once. Ended when nothing was asked for a while.
 */
import { Worker } from "node:worker_threads";
import type { Clock } from "#lib/time.ts";
import type { Placing, PlaceReply, PlaceRequest } from "./fs-many-worker.ts";
import { storeError } from "./fs-write.ts";
import type { ObjectHead } from "./object-store.ts";

export interface FsMany {
  /** Answers their heads in order. Errors: LinkMissing, StoreFull; what was placed before stays. */
  place(placings: readonly Placing[]): Promise<ObjectHead[]>;
  close(): Promise<void>;
}

/** A file that was to be linked is gone: the n-th. */
export class LinkMissing extends Error {
  readonly place: number;
  constructor(place: number) {
    super("A file that was to be copied is not there.");
    this.name = "LinkMissing";
    this.place = place;
  }
}

/** Units: milliseconds. */
const IDLE_MS = 30_000;

/** `temporary`: on the objects' file system. */
export function createFsMany(temporary: string, clock: Clock): FsMany {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  const waiting = new Map<number, PromiseWithResolvers<ObjectHead[]>>();

  function failAll(error: Error): void {
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function settle(reply: PlaceReply): void {
    const answer = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ("heads" in reply) answer?.resolve(reply.heads);
    else if (reply.missing !== null) answer?.reject(new LinkMissing(reply.missing));
    else answer?.reject(storeError(Object.assign(new Error(reply.message), { code: reply.code })));
    if (waiting.size > 0) return;
    worker?.unref();
    idle = setTimeout(() => {
      const resting = worker;
      worker = null;
      void resting?.terminate();
    }, IDLE_MS);
    idle.unref();
  }

  function start(): Worker {
    const started = new Worker(new URL("./fs-many-worker.ts", import.meta.url), { name: "fs-many" });
    started.on("message", settle);
    started.on("error", failAll);
    return started;
  }

  return {
    place(placings) {
      if (placings.length === 0) return Promise.resolve([]);
      clearTimeout(idle);
      worker ??= start();
      worker.ref();
      const answer = Promise.withResolvers<ObjectHead[]>();
      const id = ++lastId;
      waiting.set(id, answer);
      worker.postMessage({ id, temporary, now: clock.now(), placings } satisfies PlaceRequest);
      return answer.promise;
    },
    close: async () => {
      clearTimeout(idle);
      const last = worker;
      failAll(new Error("Storage is closing."));
      await last?.terminate();
    },
  };
}
