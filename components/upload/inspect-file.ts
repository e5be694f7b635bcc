/** Asks the worker what is in a file. One worker a file: it is gone when the file is read. */
import type { BlendFileError } from "#lib/blend/errors.ts";
import type { BlendSummary } from "#lib/blend/summary.ts";
import type { LocalFile } from "#lib/client/tree/local-file.ts";

export type Looked =
  | { status: "read"; summary: BlendSummary; milliseconds: number; bytesRead: number }
  | { status: "unreadable"; code: BlendFileError["code"]; message: string };

/** A file that took too long is the farm's to judge: a busy computer says nothing of it. */
const isSlow = (looked: Looked | null): boolean =>
  looked?.status === "unreadable" && looked.code === "beyond_limits";

/** Null when this browser can't, or the file went away: the farm looks at the file anyway. Never throws. */
export async function inspectFile(file: Blob, name: string, signal: AbortSignal): Promise<Looked | null> {
  let looked = await inspectOnce(file, name, signal);
  if (isSlow(looked) && !signal.aborted) looked = await inspectOnce(file, name, signal);
  return isSlow(looked) ? null : looked;
}

function inspectOnce(file: Blob, name: string, signal: AbortSignal): Promise<Looked | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./inspect.worker.ts", import.meta.url), { type: "module" });
    const end = (looked: Looked | null) => {
      worker.terminate();
      resolve(looked);
    };
    worker.addEventListener("message", ({ data }: MessageEvent<Looked>) => end(data));
    worker.addEventListener("error", () => end(null));
    signal.addEventListener("abort", () => end(null), { once: true });
    worker.postMessage({ file, name });
  });
}

/** One of many files, which may be inside a .zip: here in the page, in small pieces. Null where only a stream of it is there. */
export async function inspectLocalFile(file: LocalFile): Promise<Looked | null> {
  const read = file.read?.bind(file);
  if (read === undefined) return null;
  const { lookInto } = await import("./look-into.ts");
  const source = {
    size: file.sizeBytes,
    read: (offset: number, length: number) => read(offset, Math.min(offset + length, file.sizeBytes)),
  };
  const looked = await lookInto(source, file.path).catch(() => null);
  return isSlow(looked) ? null : looked;
}
