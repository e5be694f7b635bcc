/**
 * Source files by the SHA-256 of their content: fetched once, checked while they arrive, resumed where they broke off,
 * the least used thrown away when there are too many. Nothing ever writes to a cached file.
 */
import { createHash, type Hash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import {
  chmod,
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  statfs,
  utimes,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Source } from "#lib/contract/farm/nodes.ts";
import { pause } from "#lib/time.ts";
import { BlenderFailure } from "./blender/failure.ts";
import { TransferError } from "./transfer.ts";

/** Units: bytes. */
export const CACHE_BYTES = 20 * 2 ** 30;
const TRIES = 6;
const RETRY_MS = 500;

export interface SourceCache {
  /**
   * The path of the file, fetched if need be; simultaneous callers share one transfer.
   * Errors: BlenderFailure source_damaged or disk_full; TransferError; the signal's own.
   */
  get(source: Source, signal: AbortSignal): Promise<string>;
}

export async function openCache(folder: string, limitBytes = CACHE_BYTES): Promise<SourceCache> {
  await mkdir(folder, { recursive: true });
  const running = new Map<string, Promise<string>>();

  const fetchOnce = async (source: Source, signal: AbortSignal): Promise<string> => {
    const path = join(folder, source.sha256);
    if (await isWhole(path, source.sizeBytes)) {
      const now = new Date();
      await utimes(path, now, now);
      return path;
    }
    await makeRoom(folder, limitBytes - source.sizeBytes, source.sizeBytes);
    await download(source, `${path}.part`, signal);
    await chmod(`${path}.part`, 0o444);
    await rename(`${path}.part`, path);
    return path;
  };

  return {
    get(source, signal) {
      const known = running.get(source.sha256);
      if (known !== undefined) return known;
      const fetching = fetchOnce(source, signal).finally(() => running.delete(source.sha256));
      running.set(source.sha256, fetching);
      return fetching;
    },
  };
}

const isWhole = (path: string, sizeBytes: number): Promise<boolean> =>
  stat(path).then(
    (s) => s.size === sizeBytes,
    () => false,
  );

/** Oldest used first, until what stays is within the limit and the disk has room. */
async function makeRoom(folder: string, keepBytes: number, needBytes: number): Promise<void> {
  const names = await readdir(folder);
  const files = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), ...(await stat(join(folder, name))) })),
  );
  files.sort((a, b) => b.mtimeMs - a.mtimeMs);
  let total = files.reduce((sum, f) => sum + f.size, 0);
  while (files.length > 0 && total > Math.max(0, keepBytes)) {
    const oldest = files.pop();
    if (oldest === undefined) break;
    await rm(oldest.path, { force: true });
    total -= oldest.size;
  }
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < needBytes)
    throw new BlenderFailure("disk_full", "The node's disk has no room for the project's file.");
}

async function download(source: Source, path: string, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await downloadOnce(source, path, signal);
      return;
    } catch (error) {
      const passing = error instanceof TransferError && error.isPassing;
      if (signal.aborted || !passing || attempt === TRIES) throw error;
      await pause(RETRY_MS * attempt, signal);
    }
  }
}

async function hashOf(path: string): Promise<{ hash: Hash; sizeBytes: number }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return { hash, sizeBytes };
}

/** Goes on after what is already there. */
async function downloadOnce(source: Source, path: string, signal: AbortSignal): Promise<void> {
  let { hash, sizeBytes } = await hashOf(path);
  if (sizeBytes > source.sizeBytes) {
    await rm(path);
    return downloadOnce(source, path, signal);
  }
  if (sizeBytes < source.sizeBytes || source.sizeBytes === 0) {
    const headers: Record<string, string> = sizeBytes > 0 ? { range: `bytes=${sizeBytes}-` } : {};
    let response: Response;
    try {
      response = await fetch(source.url, { headers, signal });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new TransferError("Download", 0, error);
    }
    if (!response.ok || response.body === null) throw new TransferError("Download", response.status);
    const resumed = response.status === 206 && sizeBytes > 0;
    if (!resumed) {
      hash = createHash("sha256");
      sizeBytes = 0;
    }
    const file = await open(path, resumed ? "a" : "w");
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        hash.update(chunk);
        await file.write(chunk);
        sizeBytes += chunk.length;
      }
    } catch (error) {
      if (signal.aborted) throw error;
      if ((error as NodeJS.ErrnoException).code === "ENOSPC")
        throw new BlenderFailure("disk_full", "The node's disk is full.", error);
      throw new TransferError("Download", 0, error);
    } finally {
      await file.close();
    }
    if (sizeBytes < source.sizeBytes) throw new TransferError("Download", 0);
  }
  if (hash.digest("hex") === source.sha256) return;
  await rm(path, { force: true });
  throw new BlenderFailure(
    "source_damaged",
    "The project's file arrived with another checksum than it was uploaded with.",
  );
}

/** Puts a cached file under its name in a project folder: the same bytes where the disk can, a copy where not. */
export async function placeFile(cached: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await link(cached, path);
  } catch {
    await copyFile(cached, path, constants.COPYFILE_FICLONE);
  }
}
