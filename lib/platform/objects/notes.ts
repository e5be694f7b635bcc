/**
 * What is known of a stored object beyond what storage tells: hashes that somebody computed anyway, and whether it may be
 * executed. A note is good while the object has the ETag it was made of.
 */
import type { Sql } from "../db/database.ts";

export interface ObjectNote {
  key: string;
  etag: string;
  sha256: string | null;
  sha1: string | null;
  isExecutable: boolean;
}

/** By key. Those of objects that changed since are there too: compare `etag`. */
export async function readNotes(sql: Sql, folder: string): Promise<Map<string, ObjectNote>> {
  const rows = await sql.query<ObjectNote>(
    `select key, etag, sha256, sha1, is_executable as "isExecutable" from object_notes where folder = $1`,
    [folder],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Hashes that are not told stay as they are known of the same object. */
export const writeNote = (
  sql: Sql,
  folder: string,
  note: Pick<ObjectNote, "key" | "etag"> & Partial<ObjectNote>,
) =>
  sql.query(
    `insert into object_notes as n (folder, key, etag, sha256, sha1, is_executable)
     values ($1, $2, $3, $4, $5, coalesce($6, false))
     on conflict (folder, key) do update set etag = $3,
       sha256 = case when n.etag = $3 then coalesce($4, n.sha256) else $4 end,
       sha1 = case when n.etag = $3 then coalesce($5, n.sha1) else $5 end,
       is_executable = coalesce($6, n.etag = $3 and n.is_executable)`,
    [folder, note.key, note.etag, note.sha256 ?? null, note.sha1 ?? null, note.isExecutable ?? null],
  );

/** Of many objects at once, whose SHA-256 is known. */
export const writeNotes = (
  sql: Sql,
  folder: string,
  notes: readonly { key: string; etag: string; sha256: string }[],
) =>
  sql.query(
    `insert into object_notes (folder, key, etag, sha256, is_executable)
     select $1, n.key, n.etag, n.sha256, false
     from jsonb_to_recordset($2::jsonb) as n(key text, etag text, sha256 text)
     on conflict (folder, key) do update
       set etag = excluded.etag, sha256 = excluded.sha256, sha1 = null, is_executable = false`,
    [folder, JSON.stringify(notes)],
  );

export const removeNote = (sql: Sql, folder: string, key: string) =>
  sql.query("delete from object_notes where folder = $1 and key = $2", [folder, key]);

export const removeNotes = (sql: Sql, folder: string) =>
  sql.query("delete from object_notes where folder = $1", [folder]);
