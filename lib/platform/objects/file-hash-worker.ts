/**
 * Thread of ./file-hasher.ts: SHA-256 of files that are still being written, taken further as their beginnings get
 * complete. What was just written is read from the page cache, so the disk is not asked again.
 */
import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";

export type HashRequest =
  | { type: "extend"; id: string; path: string; toBytes: number }
  | { type: "digest"; id: string; path: string; sizeBytes: number }
  | { type: "forget"; id: string };
export type HashReply = { id: string } & ({ sha256: string } | { error: string });

interface State {
  hash: Hash;
  at: number;
}

const states = new Map<string, State>();
const buffer = Buffer.allocUnsafe(1 << 18);

function extend(id: string, path: string, toBytes: number): State {
  let state = states.get(id);
  if (state === undefined) {
    state = { hash: createHash("sha256"), at: 0 };
    states.set(id, state);
  }
  const file = openSync(path, "r");
  try {
    while (state.at < toBytes) {
      const read = readSync(file, buffer, 0, Math.min(buffer.length, toBytes - state.at), state.at);
      if (read === 0) throw new Error(`The file ends after ${state.at} of ${toBytes} bytes.`);
      state.hash.update(buffer.subarray(0, read));
      state.at += read;
    }
  } finally {
    closeSync(file);
  }
  return state;
}

parentPort?.on("message", (request: HashRequest) => {
  switch (request.type) {
    case "extend":
      try {
        extend(request.id, request.path, request.toBytes);
      } catch {
        // It begins again when the digest is asked for, which tells of the error.
        states.delete(request.id);
      }
      return;
    case "digest": {
      let reply: HashReply;
      try {
        const { hash } = extend(request.id, request.path, request.sizeBytes);
        reply = { id: request.id, sha256: hash.digest("hex") };
      } catch (error) {
        reply = { id: request.id, error: error instanceof Error ? error.message : String(error) };
      }
      states.delete(request.id);
      parentPort?.postMessage(reply);
      return;
    }
    case "forget":
      states.delete(request.id);
      return;
    default:
      request satisfies never;
  }
});
