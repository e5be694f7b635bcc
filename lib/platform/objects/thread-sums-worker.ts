/** The thread of thread-sums.ts: sums blocks that lie in shared memory, each request in its turn. */
import { parentPort, workerData } from "node:worker_threads";
import { createSums, type SumName, type Summing } from "./sums.ts";

/** In shared memory, or along with the message. */
export type SumBytes = { offset: number; length: number } | { bytes: Uint8Array };
export type SumRequest =
  | { type: "begin"; id: number; names: SumName[] }
  | { type: "update"; id: number; of: SumBytes }
  | { type: "digest"; id: number }
  | { type: "end"; id: number };
/** One for each update and digest, in their order. */
export type SumReply = { sums: [SumName, Uint8Array][] } | null;

const shared = new Uint8Array(workerData as SharedArrayBuffer);
const open = new Map<number, Summing>();

async function answer(request: SumRequest): Promise<SumReply | undefined> {
  switch (request.type) {
    case "begin":
      open.set(request.id, createSums(request.names));
      return undefined;
    case "update": {
      const { of } = request;
      open
        .get(request.id)
        ?.update("bytes" in of ? of.bytes : shared.subarray(of.offset, of.offset + of.length));
      return null;
    }
    case "digest":
      return { sums: [...((await open.get(request.id)?.digest()) ?? [])] };
    case "end":
      open.delete(request.id);
      return undefined;
    default:
      return request satisfies never;
  }
}

let turn: Promise<void> = Promise.resolve();
parentPort?.on("message", (request: SumRequest) => {
  turn = turn.then(async () => {
    const reply = await answer(request);
    if (reply !== undefined) parentPort?.postMessage(reply);
  });
});
