/** Small file-system steps that keep their promise through a power cut: written whole, or not there. */
import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createHash } from "node:crypto";
import type { ObjectHead } from "./object-store.ts";
import { storeError } from "./fs-write.ts";

/** A folder's entries are its own data: synced after a rename into it. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Both on one file system. The folder is made when it is missing. */
export async function moveInto(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to);
  await syncFolder(dirname(to));
}

/** Errors: StoreFull. */
export async function writeSmallFile(path: string, text: string): Promise<void> {
  const fresh = join(dirname(path), `.${randomUUID()}.new`);
  try {
    const file = await open(fresh, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw storeError(error);
  }
}

/** Null when it is not there. */
export async function readSmallFile(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

/**
 * Null when it is not there. The ETag is strong without reading the file: an object is never changed in place, a new one
 * has another inode or time.
 */
export async function headOf(path: string): Promise<ObjectHead | null> {
  const found = await stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (found === null) return null;
  const etag = createHash("sha256").update(`${found.ino}-${found.mtimeNs}-${found.size}`).digest("hex");
  return { sizeBytes: Number(found.size), etag: etag.slice(0, 32), lastModified: found.mtime };
}
