/** Bytes between the node's disk and storage: on signed URLs, streamed, never through memory as a whole. */
import { openAsBlob } from "node:fs";
import { countOut } from "./traffic.ts";

/** Storage answered something else than success. 0: it could not be reached. */
export class TransferError extends Error {
  readonly status: number;
  constructor(what: string, status: number, cause?: unknown) {
    super(status === 0 ? `${what}: storage can't be reached.` : `${what}: storage answered ${status}.`, {
      cause,
    });
    this.name = "TransferError";
    this.status = status;
  }
  /** Worth trying again: storage is away or overloaded, not unwilling. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || (this.status >= 500 && this.status !== 507);
  }
}

/** Puts a file where the URL says. Errors: TransferError; an aborted signal throws its own error. */
export const putFile = async (url: string, path: string | Buffer, signal: AbortSignal): Promise<void> =>
  putBytes(url, await openAsBlob(path), signal);

/** The same of what is in memory already. */
export async function putBytes(url: string, body: Blob, signal: AbortSignal): Promise<void> {
  let response: Response;
  try {
    response = await fetch(url, { method: "PUT", body, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new TransferError("Upload", 0, error);
  }
  countOut(body.size);
  await response.body?.cancel();
  if (!response.ok) throw new TransferError("Upload", response.status);
}
