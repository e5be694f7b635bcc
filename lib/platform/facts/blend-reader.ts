/**
 * Reads .blend files in a thread with limits: one after the other, each within its time and memory, whatever is in it. The
 * thread starts when first needed and ends when nothing was asked for a while.
 */
import { Worker } from "node:worker_threads";
import type { ByteSource } from "#lib/blend/byte-source.ts";
import { BeyondLimits } from "#lib/blend/errors.ts";
import type { BlendSummary, ExternalFile } from "#lib/blend/summary.ts";
import type { BytesAnswer, ReadOrder, ThreadReply } from "./blend-thread.ts";

export type ReadResult =
  | { summary: BlendSummary | null; files: ExternalFile[] }
  | { code: string; message: string };

export interface BlendFileReader {
  /** A file that can't be read is an answer. Errors: what the source throws. */
  read(what: ReadOrder["what"], name: string, source: ByteSource): Promise<ReadResult>;
  /** A file will come: the thread is there when it does. */
  expect(): void;
  close(): Promise<void>;
}

/** The reader's own budget ends sooner; this ends what does not even look at its budget. Units: milliseconds. */
const MOST_MS = 2000;
/** As its budget: for what a large file takes to unpack. */
const MS_PER_MB = 60;
/** Of the thread's heap; what lies beside it is bounded by the reader (MAX_KEPT_BYTES). Units: megabytes. */
const HEAP_MB = 96;
/** Units: milliseconds. */
const IDLE_MS = 30_000;

export function createBlendReader(): BlendFileReader {
  let thread: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  function started(): Worker {
    clearTimeout(idle);
    if (thread !== null) return thread;
    const fresh = new Worker(new URL("./blend-thread.ts", import.meta.url), {
      name: "blend-reader",
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 16 },
    });
    fresh.unref();
    const forget = () => {
      if (thread === fresh) thread = null;
    };
    fresh.once("error", forget);
    fresh.once("exit", forget);
    thread = fresh;
    return fresh;
  }
  function rest(): void {
    clearTimeout(idle);
    idle = setTimeout(() => void end(), IDLE_MS);
    idle.unref();
  }
  async function end(): Promise<void> {
    const ending = thread;
    thread = null;
    await ending?.terminate();
  }

  async function readOne(what: ReadOrder["what"], name: string, source: ByteSource): Promise<ReadResult> {
    if (isClosed) throw new Error("The platform is closing.");
    const worker = started();
    worker.ref();
    try {
      return await new Promise<ReadResult>((resolve, reject) => {
        const most = MOST_MS + (source.size / 1e6) * MS_PER_MB;
        let [spent, since] = [0, performance.now()];
        const beyond = (why: string) => {
          const { code, message } = new BeyondLimits(why);
          void end();
          settle(() => resolve({ code, message }));
        };
        // Only while the thread works: storage may take its time.
        let timer = setTimeout(() => beyond("reading it takes too long"), most);
        const stop = () => {
          clearTimeout(timer);
          spent += performance.now() - since;
        };
        const goOn = () => {
          since = performance.now();
          timer = setTimeout(() => beyond("reading it takes too long"), Math.max(0, most - spent));
        };
        const onError = () => beyond("it asks for more memory than any scene");
        const onExit = () => beyond("its reader ended");
        const settle = (how: () => void) => {
          stop();
          worker.off("message", onMessage).off("error", onError).off("exit", onExit);
          how();
        };
        const give = async (offset: number, length: number) => {
          stop();
          try {
            const bytes = length > 0 ? await source.read(offset, length) : new Uint8Array();
            goOn();
            worker.postMessage({ type: "bytes", bytes } satisfies BytesAnswer);
          } catch (error) {
            // The thread may wait for ever: the next file gets another.
            void end();
            settle(() => reject(error));
          }
        };
        const onMessage = (reply: ThreadReply) => {
          switch (reply.type) {
            case "wants":
              void give(reply.offset, reply.length);
              return;
            case "read":
              settle(() => resolve({ summary: reply.summary, files: reply.files }));
              return;
            case "refused":
              settle(() => resolve({ code: reply.code, message: reply.message }));
              return;
            case "broke":
              settle(() => reject(new Error(`The reader broke: ${reply.message}`)));
              return;
            default:
              reply satisfies never;
          }
        };
        worker.on("message", onMessage).on("error", onError).on("exit", onExit);
        worker.postMessage({ type: "read", what, name, sizeBytes: source.size } satisfies ReadOrder);
      });
    } finally {
      worker.unref();
      rest();
    }
  }

  return {
    read(what, name, source) {
      const reading = last.then(() => readOne(what, name, source));
      last = reading.catch(() => undefined);
      return reading;
    },
    expect: () => {
      if (isClosed) return;
      started();
      rest();
    },
    close: async () => {
      isClosed = true;
      clearTimeout(idle);
      await end();
    },
  };
}
