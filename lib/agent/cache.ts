/**
 * Source files by their content: each fetched once, several at once, whatever sources hold it; the least used thrown away
 * when there are too many. Nothing ever writes to a cached file.
 */
import { chmod, mkdir, readdir, rename, rm, stat, statfs, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Source, SourceFile } from "#lib/contract/farm/nodes.ts";
import { BlenderFailure } from "./blender/failure.ts";
import { download } from "./download.ts";
import { createSharing } from "./sharing.ts";

/** Units: bytes. */
export const CACHE_BYTES = 20 * 2 ** 30;
/** Enough to fill a line whose latency is felt for each small file. */
const AT_ONCE = 6;

/** A file of a source on this machine. */
export interface CachedFile {
  path: string;
  cached: string;
}

export interface SourceCache {
  /**
   * Every file of the source, fetched if need be; simultaneous callers share one transfer.
   * Errors: BlenderFailure source_damaged or disk_full; TransferError; the signal's own.
   */
  get(source: Source, signal: AbortSignal): Promise<CachedFile[]>;
}

/** Where the file to open lies. Errors: BlenderFailure when the source has none of that path. */
export function mainFileOf(source: Source, files: readonly CachedFile[]): string {
  const main = files.find((file) => file.path === source.mainFile);
  if (main === undefined)
    throw new BlenderFailure("file_unreadable", `The project has no file “${source.mainFile ?? ""}”.`);
  return main.cached;
}

interface Entry {
  sizeBytes: number;
  usedAt: number;
}

const CONTENT = /^(?:sha256|md5|etag)-[\w.-]+$/;

/** What lies in the folder from before, without what no transfer goes on with. */
async function readEntries(folder: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!CONTENT.test(name)) await rm(path, { recursive: true, force: true });
    else if (!name.endsWith(".part")) {
      const { size, mtimeMs } = await stat(path);
      entries.set(name, { sizeBytes: size, usedAt: mtimeMs });
    }
  }
  return entries;
}

/** `listFiles`: the source's files, from the lease or asked for. */
export async function openCache(
  folder: string,
  listFiles: (source: Source, signal: AbortSignal) => Promise<SourceFile[]>,
  limitBytes = CACHE_BYTES,
): Promise<SourceCache> {
  await mkdir(folder, { recursive: true });
  const entries = await readEntries(folder);
  /** Content that a source under way needs: not to be thrown away for another's. */
  const wanted = new Map<string, number>();
  const pathOf = (content: string) => join(folder, content);

  const makeRoom = async (needBytes: number) => {
    const oldestFirst = [...entries]
      .filter(([content]) => !wanted.has(content))
      .sort(([, a], [, b]) => a.usedAt - b.usedAt);
    let total = [...entries.values()].reduce((sum, e) => sum + e.sizeBytes, 0);
    for (const [content, { sizeBytes }] of oldestFirst) {
      if (total + needBytes <= limitBytes) break;
      await rm(pathOf(content), { force: true });
      entries.delete(content);
      total -= sizeBytes;
    }
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < needBytes)
      throw new BlenderFailure("disk_full", "The node's disk has no room for the project's files.");
  };

  const isThere = async ({ content, sizeBytes }: SourceFile): Promise<boolean> => {
    const now = new Date();
    const found = await stat(pathOf(content)).catch(() => null);
    if (found?.size !== sizeBytes) return false;
    await utimes(pathOf(content), now, now);
    entries.set(content, { sizeBytes, usedAt: now.getTime() });
    return true;
  };

  const fetchOne = async (file: SourceFile, signal: AbortSignal): Promise<void> => {
    const path = pathOf(file.content);
    await download(file, `${path}.part`, signal);
    await chmod(`${path}.part`, 0o444);
    await rename(`${path}.part`, path);
    entries.set(file.content, { sizeBytes: file.sizeBytes, usedAt: Date.now() });
  };
  const files = createSharing<void>();

  const fetchAll = async (source: Source, signal: AbortSignal): Promise<CachedFile[]> => {
    const all = await listFiles(source, signal);
    const byContent = new Map(all.map((file) => [file.content, file]));
    for (const content of byContent.keys()) wanted.set(content, (wanted.get(content) ?? 0) + 1);
    try {
      const missing: SourceFile[] = [];
      for (const file of byContent.values()) if (!(await isThere(file))) missing.push(file);
      if (missing.length > 0) await makeRoom(missing.reduce((sum, file) => sum + file.sizeBytes, 0));
      const fetchNext = async () => {
        for (let file = missing.shift(); file !== undefined; file = missing.shift()) {
          const next = file;
          await files(next.content, signal, (stop) => fetchOne(next, stop));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
    } finally {
      for (const content of byContent.keys()) {
        const left = (wanted.get(content) ?? 1) - 1;
        if (left === 0) wanted.delete(content);
        else wanted.set(content, left);
      }
    }
    return all.map(({ path, content }) => ({ path, cached: pathOf(content) }));
  };
  const sources = createSharing<CachedFile[]>();

  return { get: (source, signal) => sources(source.hash, signal, (stop) => fetchAll(source, stop)) };
}
