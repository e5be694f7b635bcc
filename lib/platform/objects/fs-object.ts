/**
 * One object as files: its bytes, and a note of what bytes cannot say (ETag, checksums, headers it came with). The note is
 * named after the object and the inode it describes, so object and note become visible in one rename, the note of what was
 * replaced describes nothing any more, and each hard link has a note of its own.
 */
import { createHash } from "node:crypto";
import { type BigIntStats, promises as fs } from "node:fs";
import { z } from "zod";
import { moveInto, readSmallFile, writeSmallFile } from "./fs-files.ts";
import type { ObjectHead } from "./object-store.ts";

const noteShape = z.object({
  /** With these two a note proves that it is of this very file. */
  sizeBytes: z.number(),
  mtimeNs: z.string(),
  etag: z.string(),
  /** Units: milliseconds since 1970. A hard link is younger than its file. */
  modifiedAt: z.number(),
  sha1: z.string().nullable(),
  sha256: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
});
type Note = z.infer<typeof noteShape>;
export type ObjectFacts = Pick<ObjectHead, "etag" | "sha1" | "sha256" | "headers">;
export type NotedFacts = ObjectFacts & { modifiedAt: number };

/** No object's own name ends so: see fs-names.ts. */
const NOTE = /~i\d+$/;
export const isNote = (fileName: string): boolean => NOTE.test(fileName);
export const noteOf = (path: string, { ino }: BigIntStats): string => `${path}~i${ino}`;

async function statOf(path: string): Promise<BigIntStats | null> {
  return fs.stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

async function readNote(path: string, stat: BigIntStats): Promise<Note | null> {
  return noteIn(await readSmallFile(noteOf(path, stat)), stat);
}

/** Null for what is no note of this very file. */
export function noteIn(text: string | null, stat: BigIntStats): Note | null {
  if (text === null) return null;
  try {
    const note = noteShape.parse(JSON.parse(text));
    return note.mtimeNs === String(stat.mtimeNs) && note.sizeBytes === Number(stat.size) ? note : null;
  } catch {
    // Torn by a power cut. The object is whole; how it was called is lost.
    return null;
  }
}

export function noteText(stat: BigIntStats, facts: ObjectFacts, at: number): string {
  const { etag, sha1, sha256, headers } = facts;
  return JSON.stringify({
    sizeBytes: Number(stat.size),
    mtimeNs: String(stat.mtimeNs),
    modifiedAt: at,
    etag,
    sha1,
    sha256,
    headers,
  } satisfies Note);
}

/** Synced when it holds what can't be computed again. */
async function writeNote(path: string, stat: BigIntStats, facts: ObjectFacts, at: number): Promise<void> {
  const text = noteText(stat, facts, at);
  if (Object.keys(facts.headers).length > 0) await writeSmallFile(noteOf(path, stat), text);
  else await fs.writeFile(noteOf(path, stat), text, { mode: 0o600 });
}

/**
 * Null when it is not there. Without a note (written before there were notes) the ETag is made of inode and time: strong,
 * because an object is never changed in place.
 */
export async function headOf(path: string): Promise<ObjectHead | null> {
  const stat = await statOf(path);
  return stat === null ? null : headFrom(stat, await readNote(path, stat));
}

export function headFrom(stat: BigIntStats, note: NotedFacts | null): ObjectHead {
  const sizeBytes = Number(stat.size);
  if (note !== null) {
    const { etag, sha1, sha256, headers, modifiedAt } = note;
    return { sizeBytes, etag, sha1, sha256, headers, lastModified: new Date(modifiedAt) };
  }
  const mark = createHash("md5").update(`${stat.ino}-${stat.mtimeNs}-${stat.size}`).digest("hex");
  return { sizeBytes, etag: `${mark}-1`, sha1: null, sha256: null, headers: {}, lastModified: stat.mtime };
}

/** Moves a whole, synced file to its place with its note. Both on one file system. */
export async function placeObject(
  fresh: string,
  path: string,
  facts: ObjectFacts,
  now: number,
): Promise<ObjectHead> {
  const stat = await fs.stat(fresh, { bigint: true });
  const before = await statOf(path);
  await writeNote(path, stat, facts, now);
  // The two names of one file: rename would do nothing and keep both.
  if (before?.ino === stat.ino) await fs.rm(fresh);
  else await moveInto(fresh, path);
  if (before !== null && before.ino !== stat.ino) await fs.rm(noteOf(path, before), { force: true });
  return headFrom(stat, { ...facts, modifiedAt: now });
}

/** What is not there is fine. */
export async function removeObject(path: string): Promise<void> {
  const stat = await statOf(path);
  if (stat === null) return;
  await fs.rm(path, { force: true });
  await fs.rm(noteOf(path, stat), { force: true });
}
