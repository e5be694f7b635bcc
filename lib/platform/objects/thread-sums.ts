/**
 * Checksums made by a thread of their own, of blocks that both threads see: MD5 and SHA-256 of an upload are most of its work,
 * and here they go on while the next bytes are taken in. Started when first needed, ended when nothing was asked for a while.
 */
import { Worker } from "node:worker_threads";
import type { SumName, Summing } from "./sums.ts";
import type { SumReply, SumRequest } from "./thread-sums-worker.ts";

export interface ThreadSumming extends Pick<Summing, "digest"> {
  /** The bytes may be changed when it resolves. */
  update(bytes: Buffer): Promise<void>;
  /** Always, at last: the thread forgets it. */
  end(): void;
}

/** Units: milliseconds. */
const IDLE_MS = 30_000;

interface Thread {
  worker: Worker;
  open: Set<number>;
  waiting: PromiseWithResolvers<SumReply>[];
  failure: Error | null;
}
let current: Thread | null = null;
let idle: NodeJS.Timeout | undefined;
let lastId = 0;

function start(shared: SharedArrayBuffer): Thread {
  const worker = new Worker(new URL("./thread-sums-worker.ts", import.meta.url), {
    name: "sums",
    workerData: shared,
  });
  const thread: Thread = { worker, open: new Set(), waiting: [], failure: null };
  const fail = (error: Error) => {
    thread.failure = new Error("Summing failed.", { cause: error });
    if (current === thread) current = null;
    for (const { reject } of thread.waiting.splice(0)) reject(thread.failure);
  };
  worker.unref();
  worker.on("message", (reply: SumReply) => thread.waiting.shift()?.resolve(reply));
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("The thread ended.")));
  return thread;
}

function restWhenIdle(): void {
  clearTimeout(idle);
  const resting = current;
  if (resting === null || resting.open.size > 0) return;
  idle = setTimeout(() => {
    current = null;
    void resting.worker.terminate();
  }, IDLE_MS);
  idle.unref();
}

/** `shared`: where most of the bytes will lie; the same for all. */
export function createThreadSums(names: Iterable<SumName>, shared: SharedArrayBuffer): ThreadSumming {
  clearTimeout(idle);
  const thread = (current ??= start(shared));
  lastId += 1;
  const id = lastId;
  thread.open.add(id);
  const send = (request: SumRequest) => thread.worker.postMessage(request);
  const ask = (request: SumRequest) => {
    if (thread.failure !== null) throw thread.failure;
    const answer = Promise.withResolvers<SumReply>();
    thread.waiting.push(answer);
    send(request);
    return answer.promise;
  };
  send({ type: "begin", id, names: [...new Set(names)] });
  return {
    update: async (bytes) => {
      const isShared = bytes.buffer === shared;
      const of = isShared
        ? { offset: bytes.byteOffset, length: bytes.length }
        : { bytes: Uint8Array.from(bytes) };
      await ask({ type: "update", id, of });
    },
    digest: async () => {
      const reply = await ask({ type: "digest", id });
      return new Map(reply?.sums.map(([name, sum]) => [name, Buffer.from(sum)]));
    },
    end: () => {
      if (thread.failure === null) send({ type: "end", id });
      thread.open.delete(id);
      restWhenIdle();
    },
  };
}
