/** Asks the worker what is in a file. One worker a file: it is gone when the file is read. */
import type { BlendFileError } from "#lib/blend/errors.ts";
import type { BlendSummary } from "#lib/blend/summary.ts";
import type { LocalFile } from "#lib/client/tree/local-file.ts";

export type Looked =
  | { status: "read"; summary: BlendSummary; milliseconds: number; bytesRead: number }
  | { status: "unreadable"; code: BlendFileError["code"]; message: string };

/** Null when this browser can't, or the file went away: the farm looks at the file anyway. Never throws. */
export function inspectFile(file: Blob, name: string, signal: AbortSignal): Promise<Looked | null> {
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
  return lookInto(source, file.path).catch(() => null);
}
