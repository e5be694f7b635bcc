/**
 * Whether a file is the one that an unfinished upload began with. Name and size are not enough: a scene that was saved
 * again often has both, and parts of two versions put together are a file that nobody ever saved.
 */
import type { Upload } from "#lib/contract/farm/projects.ts";
import { bytesOf } from "./plan.ts";
import { sha256Base64 } from "./sha256.ts";

/** What is on the farm already was sent from another file. */
export class AnotherFile extends Error {
  constructor(name: string) {
    super(
      `${name} was changed since this upload began: what the farm already has differs from it. Choose the file as it was, or remove the unfinished upload and begin anew.`,
    );
    this.name = "AnotherFile";
  }
}

/** Compares the file with every part that storage has. Errors: AnotherFile; the signal's reason; NotReadableError. */
export async function requireSameFile(
  upload: Upload,
  file: Blob & { name: string },
  signal: AbortSignal,
): Promise<void> {
  for (const part of upload.parts) {
    if (!part.isDone || part.sha256 === null) continue;
    const { first, end } = bytesOf(upload, part);
    const bytes = new Uint8Array(await file.slice(first, end).arrayBuffer());
    signal.throwIfAborted();
    if ((await sha256Base64(bytes)) !== part.sha256) throw new AnotherFile(file.name);
    signal.throwIfAborted();
  }
}
