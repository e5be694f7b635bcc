/**
 * A run's own folder: the resources copied into it, what the command made of it, and its end. Links are never followed,
 * by nobody: what a command leaves may point anywhere.
 */
import { execFile } from "node:child_process";
import type { Dirent } from "node:fs";
import { chmod, chown, constants, copyFile, lstat, mkdir, opendir } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { pathInside } from "../paths.ts";

const run = promisify(execFile);

/** A source's file on this machine, and where it belongs. */
export interface PlacedFile {
  path: string;
  cached: string;
}

/** Copies, not links: the command may write to them, and the cache's stay as they are. `owner` null: the agent's own. */
export async function placeCopies(
  folder: string,
  files: readonly PlacedFile[],
  owner: number | null,
): Promise<void> {
  const folders = new Set([folder]);
  for (const { path, cached } of files) {
    const to = pathInside(folder, path);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(cached, to, constants.COPYFILE_FICLONE);
    // Storage knows no modes, and "./run.sh" is meant to work.
    await chmod(to, 0o755);
    if (owner !== null) await chown(to, owner, owner);
    for (let at = dirname(to); at.length > folder.length; at = dirname(at)) folders.add(at);
  }
  for (const one of folders) {
    await chmod(one, 0o755);
    if (owner !== null) await chown(one, owner, owner);
  }
}

/** Deeper than anybody sorts results; a path still fits what the system takes. */
const MAX_DEPTH = 32;

export interface Entry {
  /** Below the folder, as the disk has it: bytes, not always text. */
  path: Buffer;
  kind: "file" | "folder" | "other";
}

const SLASH = Buffer.from("/");
const kindOf = (entry: Dirent<Buffer>): Entry["kind"] =>
  entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other";

async function* entriesOf(folder: Buffer): AsyncGenerator<Dirent<Buffer>> {
  // The types of Node know no bytes here; the runtime does.
  const options = { encoding: "buffer" } as unknown as { encoding: "utf8" };
  yield* (await opendir(folder, options)) as unknown as AsyncIterable<Dirent<Buffer>>;
}

/** Everything below a folder, folders before what is in them. What can't be read or lies too deep is left out. */
export async function* walk(
  folder: string,
  depth = 0,
  below: Buffer = Buffer.alloc(0),
): AsyncGenerator<Entry> {
  const here = below.length === 0 ? Buffer.from(folder) : Buffer.concat([Buffer.from(folder), SLASH, below]);
  try {
    for await (const entry of entriesOf(here)) {
      const path = below.length === 0 ? entry.name : Buffer.concat([below, SLASH, entry.name]);
      yield { path, kind: kindOf(entry) };
      if (entry.isDirectory() && depth < MAX_DEPTH) yield* walk(folder, depth + 1, path);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!["ENOENT", "EACCES", "ENAMETOOLONG", "ENOTDIR"].includes(code ?? "")) throw error;
  }
}

export const absolute = (folder: string, path: Buffer): Buffer =>
  Buffer.concat([Buffer.from(folder), SLASH, path]);

/** Looks no further than `mostEntries`. Units: bytes on the disk. */
export async function measureFolder(
  folder: string,
  mostEntries: number,
): Promise<{ entries: number; bytes: number }> {
  const sum = { entries: 0, bytes: 0 };
  for await (const { path, kind } of walk(folder)) {
    sum.entries += 1;
    if (kind === "file")
      sum.bytes += await lstat(absolute(folder, path)).then(
        ({ blocks }) => blocks * 512,
        () => 0,
      );
    if (sum.entries > mostEntries) break;
  }
  return sum;
}

/** However deep, and whatever rights its owner took away. */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await run("rm", ["-rf", "--", folder]);
  } catch {
    await run("chmod", ["-R", "u+rwX", "--", folder]).catch(() => {});
    await run("rm", ["-rf", "--", folder]);
  }
}
