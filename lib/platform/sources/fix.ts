/**
 * Fixes what a job renders: the files that lie in its buckets now are set aside (hard links, or the store's own copies), so
 * that later changes of a bucket change no job. The same files of an account are set aside once.
 */
import { type AccountId, type InspectionId, newId, type SourceId } from "#lib/domain/ids.ts";
import type { SourceFile } from "#lib/domain/source.ts";
import type { Platform } from "../context.ts";
import { invalidField } from "../errors.ts";
import { insertInspection } from "../inspections/rows.ts";
import { readFactsOf } from "../facts/of-source.ts";
import { hashOf } from "./hash.ts";
import { contentOf, type ListedFile, listSourceFiles, type SourcePart } from "./list-files.ts";
import { insertCopying, reuseSource, setCopied, setRemoved, type SourceRow } from "./rows.ts";

export interface WantedSource {
  accountId: AccountId;
  parts: readonly SourcePart[];
  /** Path of the .blend; null for jobs that open nothing. */
  mainFile: string | null;
  /** How people call the place, for messages. */
  where: string;
}

const COPIES_AT_ONCE = 8;

/** Errors: invalid when the main file is not among the files, or a key can be none. */
export async function fixSource(platform: Platform, wanted: WantedSource): Promise<SourceRow> {
  const { accountId, mainFile } = wanted;
  const listed = await listSourceFiles(platform, wanted.parts);
  if (mainFile !== null && !listed.some((file) => file.path === mainFile))
    throw invalidField("blendFile", `There is no "${mainFile}" in ${wanted.where}.`);
  const at = new Date(platform.clock.now());
  const known = await reuseSource(platform.db, accountId, hashOf(mainFile, listed), at);
  return known ?? setAside(platform, accountId, mainFile, listed);
}

async function setAside(
  platform: Platform,
  accountId: AccountId,
  mainFile: string | null,
  listed: readonly ListedFile[],
): Promise<SourceRow> {
  const { db, objects, clock } = platform;
  const at = new Date(clock.now());
  const id = newId<SourceId>(at.getTime());
  const folder = `source-${id}`;
  const copying: SourceRow = {
    id,
    accountId,
    hash: "",
    folder,
    isAddressed: false,
    mainFile,
    fileCount: 0,
    sizeBytes: 0,
    state: "copying",
    summary: null,
    problem: null,
    remaps: [],
  };
  await insertCopying(db, copying, at);
  const files = await copyAll(platform, folder, listed);
  const { facts, ...known } = await readFactsOf(platform, copying, files);
  const row: SourceRow = {
    ...copying,
    hash: hashOf(mainFile, files),
    fileCount: files.length,
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    ...known,
  };
  const source = await db.transaction(async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtext($1))", [`source:${accountId}:${row.hash}`]);
    // Another request set the same files aside meanwhile.
    const before = await reuseSource(tx, accountId, row.hash, at);
    if (before !== undefined) return before;
    await setCopied(tx, row, { files, facts }, at);
    if (mainFile !== null) await insertInspection(tx, newId<InspectionId>(at.getTime()), id, at);
    tx.afterCommit(() => platform.work.hint());
    return row;
  });
  if (source.id !== id) {
    await setRemoved(db, id, new Date(at.getTime() + 1), at);
    await objects.removeBucket(folder);
  }
  return source;
}

/** What was really set aside: an object may have been replaced since it was listed. */
async function copyAll(
  { objects }: Platform,
  folder: string,
  listed: readonly ListedFile[],
): Promise<SourceFile[]> {
  const left = listed.map((file, place) => ({ file, place }));
  const files: SourceFile[] = [];
  const copyNext = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const { file, place } = next;
      const head = await objects.copy(
        { bucket: file.folder, key: file.key },
        { bucket: folder, key: file.path },
      );
      const isSame = head.etag === file.etag && head.sizeBytes === file.sizeBytes;
      const content = isSame ? file.content : contentOf(head, head.sha256, objects);
      files[place] = { path: file.path, sizeBytes: head.sizeBytes, content };
    }
  };
  await Promise.all(Array.from({ length: COPIES_AT_ONCE }, copyNext));
  return files;
}
