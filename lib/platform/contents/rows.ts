/** The SQL of contents, chunks and packs. Long lists go over as one JSON text: a statement a list, not a row. */
import type { AccountId, PackId } from "#lib/domain/ids.ts";
import type { Sql } from "../db/database.ts";

export interface ChunkRow {
  sha256: string;
  sizeBytes: number;
  /** Either it is in a pack, or part of a content. */
  packId: PackId | null;
  content: string | null;
  position: number;
}
export interface ContentRow {
  sha256: string;
  recipe: string;
  sizeBytes: number;
}

const json = (values: unknown): string => JSON.stringify(values);

/**
 * Of these hashes, those of chunks that the account has. Contents that hold them are kept a while longer from now on; those
 * that are being removed hold nothing any more.
 */
export const knownChunks = async (sql: Sql, accountId: AccountId, hashes: readonly string[], at: Date) =>
  sql.query<ChunkRow>(
    `with found as (
       select c.sha256, c.size_bytes, c.pack_id, c.content, c.position from chunks c
       where c.account_id = $1 and c.sha256 in (select jsonb_array_elements_text($2::jsonb))),
     kept as (
       update contents k set used_at = $3 where k.account_id = $1 and k.removing_at is null
         and k.sha256 in (select content from found) returning k.sha256)
     select sha256, size_bytes as "sizeBytes", pack_id as "packId", content, position from found
     where content is null or content in (select sha256 from kept)`,
    [accountId, json(hashes), at],
  );

/** What is there already stays where it is, but for what is being removed there. */
export const insertPackChunks = (
  sql: Sql,
  accountId: AccountId,
  packId: PackId,
  chunks: readonly { sha256: string; sizeBytes: number; position: number }[],
) =>
  sql.query(
    `insert into chunks as k (account_id, sha256, size_bytes, pack_id, position)
     select distinct on (c.sha256) $1::uuid, c.sha256, c."sizeBytes", $2::uuid, c.position
     from jsonb_to_recordset($3::jsonb) as c(sha256 text, "sizeBytes" int, position bigint)
     on conflict (account_id, sha256) do update
       set pack_id = excluded.pack_id, content = null, position = excluded.position
       where k.content in (select sha256 from contents where account_id = $1 and removing_at is not null)`,
    [accountId, packId, json(chunks)],
  );

/** From now on they are read out of contents; those that were in one already stay. */
export const moveChunks = (
  sql: Sql,
  accountId: AccountId,
  chunks: readonly { sha256: string; sizeBytes: number; content: string; position: number }[],
) =>
  sql.query(
    `insert into chunks as k (account_id, sha256, size_bytes, content, position)
     select distinct on (c.sha256) $1::uuid, c.sha256, c."sizeBytes", c.content, c.position
     from jsonb_to_recordset($2::jsonb) as c(sha256 text, "sizeBytes" int, content text, position bigint)
     on conflict (account_id, sha256) do update
       set pack_id = null, content = excluded.content, position = excluded.position where k.content is null`,
    [accountId, json(chunks)],
  );

/** Asked for now: kept a while longer. */
export const contentsOfRecipes = (sql: Sql, accountId: AccountId, recipes: readonly string[], at: Date) =>
  sql.query<ContentRow>(
    `update contents set used_at = $3 where account_id = $1 and removing_at is null
       and recipe in (select jsonb_array_elements_text($2::jsonb))
     returning sha256, recipe, size_bytes as "sizeBytes"`,
    [accountId, json(recipes), at],
  );

/** As `contentsOfRecipes`. */
export const contentsOfHashes = (sql: Sql, accountId: AccountId, hashes: readonly string[], at: Date) =>
  sql.query<ContentRow>(
    `update contents set used_at = $3 where account_id = $1 and removing_at is null
       and sha256 in (select jsonb_array_elements_text($2::jsonb))
     returning sha256, recipe, size_bytes as "sizeBytes"`,
    [accountId, json(hashes), at],
  );

/** How many of these are being removed right now. */
export const countRemoving = async (
  sql: Sql,
  accountId: AccountId,
  hashes: readonly string[],
): Promise<number> =>
  (
    await sql.query<{ count: number }>(
      `select count(*)::int as count from contents where account_id = $1 and removing_at is not null
         and sha256 in (select jsonb_array_elements_text($2::jsonb))`,
      [accountId, json(hashes)],
    )
  )[0]?.count ?? 0;

export const insertContents = (sql: Sql, accountId: AccountId, contents: readonly ContentRow[], at: Date) =>
  sql.query(
    `insert into contents (account_id, sha256, recipe, size_bytes, created_at, used_at)
     select distinct on (c.sha256) $1::uuid, c.sha256, c.recipe, c."sizeBytes", $3::timestamptz, $3::timestamptz
     from jsonb_to_recordset($2::jsonb) as c(sha256 text, recipe text, "sizeBytes" bigint)
     on conflict (account_id, sha256) do update set recipe = excluded.recipe, used_at = excluded.used_at`,
    [accountId, json(contents), at],
  );

export interface PackRow {
  id: PackId;
  accountId: AccountId;
  sizeBytes: number;
}

export const insertPack = (sql: Sql, pack: PackRow, at: Date) =>
  sql.query("insert into packs (id, account_id, size_bytes, created_at) values ($1, $2, $3, $4)", [
    pack.id,
    pack.accountId,
    pack.sizeBytes,
    at,
  ]);

export const readPack = async (sql: Sql, id: string): Promise<PackRow | undefined> =>
  (
    await sql.query<PackRow>(
      `select id, account_id as "accountId", size_bytes as "sizeBytes" from packs where id = $1`,
      [id],
    )
  )[0];

/** Packs that were named and hold no chunk that is not in a content too. */
export const emptyPacks = (sql: Sql, ids: readonly PackId[]) =>
  sql.query<PackRow>(
    `select p.id, p.account_id as "accountId", p.size_bytes as "sizeBytes" from packs p
     where p.id = any($1::uuid[]) and not exists (select 1 from chunks c where c.pack_id = p.id)`,
    [ids],
  );

/** Sent, and no project was assembled of them in time. */
export const stalePacks = (sql: Sql, before: Date) =>
  sql.query<PackRow>(
    `select id, account_id as "accountId", size_bytes as "sizeBytes" from packs where created_at < $1
     order by created_at limit 100`,
    [before],
  );

/** With what the list says of its chunks. */
export const deletePack = (sql: Sql, id: PackId) => sql.query("delete from packs where id = $1", [id]);
