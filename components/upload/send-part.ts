/** One part's bytes to its signed address, with progress. XMLHttpRequest because fetch can't tell how far a body went. */
import { sha256Base64 } from "./sha256.ts";

/** Status 0: the network; anything else is storage's own word. */
export class PartRefused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(status === 0 ? "The connection to storage was lost." : `Storage answered ${status}.`);
    this.name = "PartRefused";
    this.status = status;
  }
}

function put(
  url: string,
  body: Uint8Array<ArrayBuffer>,
  checksum: string,
  onBytes: (sent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const settle = (end: () => void) => {
      signal.removeEventListener("abort", abort);
      end();
    };
    request.open("PUT", url);
    request.setRequestHeader("x-amz-checksum-sha256", checksum);
    request.upload.addEventListener("progress", (event) => onBytes(event.loaded));
    request.addEventListener("load", () =>
      settle(() => (request.status < 300 ? resolve() : reject(new PartRefused(request.status)))),
    );
    request.addEventListener("error", () => settle(() => reject(new PartRefused(0))));
    request.addEventListener("abort", () => settle(() => reject(signal.reason as Error)));
    signal.addEventListener("abort", abort, { once: true });
    request.send(body);
  });
}

/**
 * Errors: PartRefused; the signal's own reason when aborted; the browser's NotReadableError when the file on the
 * artist's disk changed or is gone.
 */
export async function putBytes(
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
  onBytes: (sent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const checksum = await sha256Base64(bytes);
  signal.throwIfAborted();
  await put(url, bytes, checksum, onBytes, signal);
}

/** The same of a file's piece. */
export async function sendPart(part: {
  url: string;
  bytes: Blob;
  onBytes: (sent: number) => void;
  signal: AbortSignal;
}): Promise<void> {
  const bytes = new Uint8Array(await part.bytes.arrayBuffer());
  await putBytes(part.url, bytes, part.onBytes, part.signal);
}
