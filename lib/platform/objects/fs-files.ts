/** Small file-system steps that keep their promise through a power cut: written whole, or not there. */
import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
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

/** `isSynced: false` for what may get lost in a power cut. Errors: StoreFull. */
export async function writeSmallFile(path: string, text: string, { isSynced = true } = {}): Promise<void> {
  const fresh = join(dirname(path), `.${randomUUID()}.new`);
  try {
    const file = await open(fresh, "wx", 0o600);
    try {
      await file.writeFile(text);
      if (isSynced) await file.sync();
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
