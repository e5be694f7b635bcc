/**
 * Thread of ./blend-reader.ts: lib/blend over bytes that it asks its starter for. Apart, so that a file that means harm can
 * stop or fill this thread and nothing else.
 */
import { parentPort } from "node:worker_threads";
import type { ByteSource } from "#lib/blend/byte-source.ts";
import { BlendFileError } from "#lib/blend/errors.ts";
import { externalFilesOf, summarize } from "#lib/blend/index.ts";
import type { BlendSummary, ExternalFile } from "#lib/blend/summary.ts";

export interface ReadOrder {
  type: "read";
  /** All that is in it, or only the files that it names. */
  what: "all" | "files";
  name: string;
  sizeBytes: number;
}
export interface BytesAnswer {
  type: "bytes";
  /** Null where storage could not give them. */
  bytes: Uint8Array | null;
}
export type ThreadReply =
  | { type: "wants"; offset: number; length: number }
  | { type: "read"; summary: BlendSummary | null; files: ExternalFile[] }
  | { type: "refused"; code: string; message: string }
  | { type: "broke"; message: string };

const say = (reply: ThreadReply) => parentPort?.postMessage(reply);
let waiting: PromiseWithResolvers<Uint8Array> | null = null;

const sourceOf = (size: number): ByteSource => ({
  size,
  read(offset, length) {
    waiting = Promise.withResolvers<Uint8Array>();
    say({ type: "wants", offset, length: Math.min(length, size - offset) });
    return waiting.promise;
  },
});

async function read({ what, name, sizeBytes }: ReadOrder): Promise<ThreadReply> {
  try {
    const source = sourceOf(sizeBytes);
    if (what === "files") return { type: "read", summary: null, files: await externalFilesOf(source, name) };
    const summary = await summarize(source, name);
    return { type: "read", summary: { ...summary, thumbnail: null }, files: summary.externalFiles };
  } catch (error) {
    if (error instanceof BlendFileError) return { type: "refused", code: error.code, message: error.message };
    return { type: "broke", message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on("message", (message: ReadOrder | BytesAnswer) => {
  if (message.type === "read") void read(message).then(say);
  else if (message.bytes === null) waiting?.reject(new Error("Storage could not give the bytes."));
  else waiting?.resolve(message.bytes);
});
