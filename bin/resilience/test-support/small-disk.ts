/** A folder that is a small disk of its own for one process, and that can be filled and freed from outside. */
import { mkdirSync, openSync, closeSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/**
 * A command line in front of a part's own: in a mount namespace that ends with it, `folder` is a disk of that size,
 * holding copies of `files` (paths inside of `folder`). Without being root it takes a user namespace too.
 */
export function onSmallDisk(folder: string, megabytes: number): string[] {
  mkdirSync(folder, { recursive: true });
  const asRoot = process.getuid?.() === 0 ? [] : ["--map-root-user"];
  // What the folder held before is on the disk too.
  const script = `cp -a "$0" "$0.before" && mount -t tmpfs -o size=${megabytes}m,mode=0700 tmpfs "$0" && cp -a "$0.before/." "$0" && rm -r "$0.before" && exec "$@"`;
  return ["unshare", "--mount", ...asRoot, "sh", "-c", script, folder];
}

/** Takes every byte that is left. `pid`: the process whose disk it is. Answers what frees them again. */
export function fillDisk(pid: number, folder: string): () => void {
  const path = join(`/proc/${pid}/root`, folder, "ballast");
  const file = openSync(path, "w");
  // Ever smaller pieces: the last byte counts, a frame of a small scene is a few thousand.
  for (let size = 2 ** 20; size >= 1; ) {
    try {
      if (writeSync(file, Buffer.alloc(size)) < size) size = Math.floor(size / 2);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      size = Math.floor(size / 2);
    }
  }
  closeSync(file);
  return () => rmSync(path);
}
