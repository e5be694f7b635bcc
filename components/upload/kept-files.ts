/**
 * Remembers the file of an unfinished upload over a reload of the page: a handle where the browser has them, the file's
 * own bytes while it is small. Larger ones are asked for again.
 */
import { del, get, set } from "idb-keyval";
import type { UploadId } from "#lib/domain/ids.ts";

/** More would fill the browser's storage for little: choosing a file again is one click. */
const MAX_KEPT_BYTES = 256 * 1024 ** 2;

/** Not in TypeScript's DOM yet: asking for a permission that a reload took back. */
interface AskableHandle extends FileSystemFileHandle {
  queryPermission?(options: { mode: "read" }): Promise<PermissionState>;
  requestPermission?(options: { mode: "read" }): Promise<PermissionState>;
}

interface KeptFile {
  handle?: AskableHandle;
  file?: File;
}

const nameOf = (uploadId: UploadId): string => `upload ${uploadId}`;

/** Best effort: a private window has no storage, and then the file is asked for again. */
export async function keepFile(
  uploadId: UploadId,
  file: File,
  handle: FileSystemFileHandle | null,
): Promise<void> {
  const kept: KeptFile = handle !== null ? { handle } : file.size <= MAX_KEPT_BYTES ? { file } : {};
  await set(nameOf(uploadId), kept).catch(() => undefined);
}

export async function forgetFile(uploadId: UploadId): Promise<void> {
  await del(nameOf(uploadId)).catch(() => undefined);
}

/** `needs_click`: the browser wants the artist's word again before it lets the page read the file. */
export async function findFile(uploadId: UploadId, mayAsk: boolean): Promise<File | "needs_click" | null> {
  const kept = await get<KeptFile>(nameOf(uploadId)).catch(() => undefined);
  if (kept?.file !== undefined) return kept.file;
  if (kept?.handle === undefined) return null;
  try {
    const mode = { mode: "read" } as const;
    let permission = (await kept.handle.queryPermission?.(mode)) ?? "granted";
    if (permission === "prompt" && mayAsk)
      permission = (await kept.handle.requestPermission?.(mode)) ?? "denied";
    if (permission === "prompt") return "needs_click";
    return permission === "granted" ? await kept.handle.getFile() : null;
  } catch {
    // Moved, renamed or deleted since.
    return null;
  }
}
