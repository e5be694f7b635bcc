/**
 * The SHA-256 of whole files without a second pass over them: one thread hashes along while their parts arrive. Started
 * when first needed, ended when nothing was asked for a while (a thread costs memory).
 */
import { Worker } from "node:worker_threads";
import type { HashReply, HashRequest } from "./file-hash-worker.ts";

export interface FileHasher {
  /** The file's first `toBytes` are final: hash along. `id` names this hash until `digest` or `forget`. */
  extend(id: string, path: string, toBytes: number): void;
  /** SHA-256 in hex of the first `sizeBytes`; from the disk where nothing was hashed along (after a restart). */
  digest(id: string, path: string, sizeBytes: number): Promise<string>;
  /** Bytes that were final have changed, or nobody will ask. */
  forget(id: string): void;
  close(): Promise<void>;
}

/** Units: milliseconds. */
const IDLE_MS = 30_000;

export function createFileHasher(): FileHasher {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  const open = new Set<string>();
  const waiting = new Map<string, PromiseWithResolvers<string>>();

  function failAll(error: Error): void {
    worker = null;
    open.clear();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(new URL("./file-hash-worker.ts", import.meta.url), { name: "file-hash" });
    started.unref();
    started.on("message", (reply: HashReply) => {
      const answer = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ("sha256" in reply) answer?.resolve(reply.sha256);
      else answer?.reject(new Error(`Hashing failed: ${reply.error}`));
      if (waiting.size === 0) started.unref();
      restWhenIdle();
    });
    started.on("error", failAll);
    return started;
  }

  function restWhenIdle(): void {
    clearTimeout(idle);
    if (open.size > 0 || waiting.size > 0) return;
    idle = setTimeout(() => {
      const resting = worker;
      worker = null;
      void resting?.terminate();
    }, IDLE_MS);
    idle.unref();
  }

  function send(request: HashRequest): void {
    clearTimeout(idle);
    worker ??= start();
    // A thread has no file to lose: forgetting one it never knew is fine.
    worker.postMessage(request);
  }

  return {
    extend: (id, path, toBytes) => {
      open.add(id);
      send({ type: "extend", id, path, toBytes });
    },
    digest: (id, path, sizeBytes) => {
      open.delete(id);
      const answer = Promise.withResolvers<string>();
      waiting.set(id, answer);
      send({ type: "digest", id, path, sizeBytes });
      worker?.ref();
      return answer.promise;
    },
    forget: (id) => {
      if (!open.delete(id)) return;
      send({ type: "forget", id });
      restWhenIdle();
    },
    close: async () => {
      clearTimeout(idle);
      const last = worker;
      failAll(new Error("Storage is closing."));
      await last?.terminate();
    },
  };
}
