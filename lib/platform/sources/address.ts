/** A source over contents that an account has: they never change, so nothing is set aside. */
import { type AccountId, type InspectionId, newId, type SourceId } from "#lib/domain/ids.ts";
import type { SourceFile } from "#lib/domain/source.ts";
import { contentFolderOf } from "../contents/places.ts";
import type { Platform } from "../context.ts";
import { insertInspection } from "../inspections/rows.ts";
import { readFactsOf } from "../facts/of-source.ts";
import { hashOf } from "./hash.ts";
import { insertCopying, reuseSource, setCopied, type SourceRow } from "./rows.ts";

/** `files`: by path, each content "sha256-…" of the account's own. */
export async function addressSource(
  platform: Platform,
  accountId: AccountId,
  mainFile: string,
  files: readonly SourceFile[],
): Promise<SourceRow> {
  const { db, clock, work } = platform;
  const at = new Date(clock.now());
  const hash = hashOf(mainFile, files);
  const before = await reuseSource(db, accountId, hash, at);
  if (before !== undefined) return before;
  const place = { folder: contentFolderOf(accountId), isAddressed: true, mainFile };
  const { facts, ...read } = await readFactsOf(platform, place, files);
  return db.transaction(async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtext($1))", [`source:${accountId}:${hash}`]);
    const known = await reuseSource(tx, accountId, hash, at);
    if (known !== undefined) return known;
    const row: SourceRow = {
      id: newId<SourceId>(at.getTime()),
      accountId,
      hash,
      ...place,
      fileCount: files.length,
      sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
      problem: null,
      ...read,
    };
    await insertCopying(tx, row, at);
    await setCopied(tx, row, { files, facts }, at);
    await insertInspection(tx, newId<InspectionId>(at.getTime()), row.id, at);
    tx.afterCommit(() => work.hint());
    return row;
  });
}
