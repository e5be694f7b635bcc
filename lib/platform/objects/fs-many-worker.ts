/**
 * Thread of ./fs-many.ts: places small objects one after the other, each as ./fs-object.ts does it: bytes synced, note
 * beside them, then one rename. All bytes are synced at once before the first rename, the folders after the last.
 */
import { execFileSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import fs, { type BigIntStats } from "node:fs";
import { dirname, join } from "node:path";
import { parentPort } from "node:worker_threads";
import { LONG_KEY_ENDING } from "./fs-names.ts";
import { headFrom, type NotedFacts, noteIn, noteOf, noteText } from "./fs-object.ts";
import type { ObjectHead } from "./object-store.ts";

/** Either bytes, or a file that is linked. */
export type Placing = { path: string; longKey: string | null } & ({ bytes: Uint8Array } | { link: string });

export interface PlaceRequest {
  id: number;
  temporary: string;
  now: number;
  placings: readonly Placing[];
}
export type PlaceReply = { id: number } & (
  | { heads: ObjectHead[] }
  | { missing: number | null; message: string; code: string | undefined }
);

const statOf = (path: string): BigIntStats | undefined =>
  fs.statSync(path, { bigint: true, throwIfNoEntry: false });

function withFile<T>(path: string, flags: string, work: (file: number) => T): T {
  const file = fs.openSync(path, flags, 0o600);
  try {
    return work(file);
  } finally {
    fs.closeSync(file);
  }
}

/** So few are synced one by one, without a program for it. */
const FEW = 32;

function write(path: string, bytes: Uint8Array): BigIntStats {
  return withFile(path, "wx", (file) => {
    for (let done = 0; done < bytes.length; ) done += fs.writeSync(file, bytes, done);
    return fs.fstatSync(file, { bigint: true });
  });
}

/**
 * One sync of the whole file system: 0.02 ms a file, where syncing each took 0.4 ms, and 3 ms beside others who write.
 * Node can't ask for it, so the system's own program does; where it can't, each is synced.
 */
function syncAll(paths: readonly string[]): void {
  if (process.platform === "linux" && paths.length > FEW)
    try {
      execFileSync("sync", ["-f", paths[0] ?? ""], { stdio: "ignore" });
      return;
    } catch {
      // Not there, or one that does not know how.
    }
  for (const path of paths) withFile(path, "r+", (file) => fs.fsyncSync(file));
}

function readNote(path: string, stat: BigIntStats): string | null {
  try {
    return fs.readFileSync(noteOf(path, stat), "utf8");
  } catch {
    return null;
  }
}

/** The new name of what lies elsewhere. Null when nothing does. */
function link(from: string, fresh: string): { stat: BigIntStats; facts: NotedFacts | null } | null {
  const source = statOf(from);
  if (source === undefined) return null;
  const facts = noteIn(readNote(from, source), source);
  try {
    fs.linkSync(from, fresh);
    return { stat: source, facts };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    if (code !== "EMLINK") throw error;
  }
  fs.copyFileSync(from, fresh);
  withFile(fresh, "r+", (file) => fs.fsyncSync(file));
  return { stat: fs.statSync(fresh, { bigint: true }), facts };
}

/** Lies under a name of its own, and waits to be placed. */
interface Ready {
  placing: Placing;
  fresh: string;
  stat: BigIntStats;
  facts: NotedFacts;
}

/** Null when what was to be linked is not there. */
function makeReady(placing: Placing, fresh: string, now: number): Ready | null {
  if ("link" in placing) {
    const linked = link(placing.link, fresh);
    if (linked === null) return null;
    const facts = linked.facts ?? headFrom(linked.stat, null);
    return { placing, fresh, stat: linked.stat, facts: { ...facts, modifiedAt: now } };
  }
  const stat = write(fresh, placing.bytes);
  const etag = createHash("md5").update(placing.bytes).digest("hex");
  return { placing, fresh, stat, facts: { etag, sha1: null, sha256: null, headers: {}, modifiedAt: now } };
}

function place({ placing, fresh, stat, facts }: Ready): ObjectHead {
  const { path, longKey } = placing;
  if (longKey !== null) fs.writeFileSync(`${path}${LONG_KEY_ENDING}`, longKey, { mode: 0o600, flush: true });
  const before = statOf(path);
  const flush = Object.keys(facts.headers).length > 0;
  fs.writeFileSync(noteOf(path, stat), noteText(stat, facts, facts.modifiedAt), { mode: 0o600, flush });
  // The two names of one file: rename would do nothing and keep both.
  if (before?.ino === stat.ino) fs.rmSync(fresh);
  else fs.renameSync(fresh, path);
  if (before !== undefined && before.ino !== stat.ino) fs.rmSync(noteOf(path, before), { force: true });
  return headFrom(stat, facts);
}

function placeAll(request: PlaceRequest): PlaceReply {
  const { id, placings } = request;
  const folders = new Set(placings.map((placing) => dirname(placing.path)));
  const waiting: Ready[] = [];
  const names: string[] = [];
  try {
    for (const folder of folders) fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const [at, placing] of placings.entries()) {
      const fresh = join(request.temporary, randomUUID());
      names.push(fresh);
      const ready = makeReady(placing, fresh, request.now);
      if (ready === null) return { id, missing: at, message: "", code: undefined };
      waiting.push(ready);
    }
    syncAll(waiting.filter(({ placing }) => "bytes" in placing).map(({ fresh }) => fresh));
    const heads = waiting.map(place);
    for (const folder of folders) withFile(folder, "r", (file) => fs.fsyncSync(file));
    return { id, heads };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return { id, missing: null, message, code };
  } finally {
    // What was placed has this name no more.
    for (const fresh of names) fs.rmSync(fresh, { force: true });
  }
}

parentPort?.on("message", (request: PlaceRequest) => parentPort?.postMessage(placeAll(request)));
