/** The page's side of the worker that cuts and hashes: one for as long as a folder is read. */
import { type CutChunk, cutFile } from "#lib/client/tree/cut-file.ts";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { sha256Hex } from "../sha256.ts";
import { type Origin, originOf } from "./local-files.ts";

export interface CutRequest {
  id: number;
  path: string;
  origin: Origin;
}
export type CutAnswer =
  | { id: number; bytes: number }
  | { id: number; chunks: CutChunk[] }
  | { id: number; name: string; message: string };

interface Asked {
  onBytes: (bytes: number) => void;
  resolve: (chunks: CutChunk[]) => void;
  reject: (reason: Error) => void;
}

export interface Cutter {
  cut: (file: LocalFile, onBytes: (bytes: number) => void) => Promise<CutChunk[]>;
  close: () => void;
}

/** Errors of `cut`: what reading the file throws, the signal's reason. */
export function openCutter(signal: AbortSignal): Cutter {
  const worker = new Worker(new URL("./cut.worker.ts", import.meta.url), { type: "module" });
  const asked = new Map<number, Asked>();
  let lastId = 0;
  const failAll = (reason: Error) => {
    for (const one of asked.values()) one.reject(reason);
    asked.clear();
  };
  worker.addEventListener("message", ({ data }: MessageEvent<CutAnswer>) => {
    const one = asked.get(data.id);
    if (one === undefined) return;
    if ("bytes" in data) return one.onBytes(data.bytes);
    asked.delete(data.id);
    if ("chunks" in data) one.resolve(data.chunks);
    else one.reject(Object.assign(new Error(data.message), { name: data.name }));
  });
  worker.addEventListener("error", () => failAll(new Error("The browser could not read the files.")));
  const close = () => {
    worker.terminate();
    failAll(signal.aborted ? (signal.reason as Error) : new Error("The reading was ended."));
  };
  signal.addEventListener("abort", close, { once: true });
  return {
    cut(file, onBytes) {
      const origin = originOf(file);
      if (origin === null) return cutFile(file, { hash: sha256Hex, onBytes, signal });
      signal.throwIfAborted();
      return new Promise((resolve, reject) => {
        const id = ++lastId;
        asked.set(id, { onBytes, resolve, reject });
        worker.postMessage({ id, path: file.path, origin } satisfies CutRequest);
      });
    },
    close() {
      signal.removeEventListener("abort", close);
      close();
    },
  };
}
