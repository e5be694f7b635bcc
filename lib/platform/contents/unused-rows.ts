/** The SQL of contents that nothing names any more. A content is named by a source, which a version or a job needs. */
import type { AccountId } from "#lib/domain/ids.ts";
import type { Sql } from "../db/database.ts";

export interface UnusedContent {
  accountId: AccountId;
  sha256: string;
}

/**
 * Claims some of them: from now on nobody is told that they are there. `before`: asked for last; `stale`: claimed by a
 * platform that did not end what it began.
 */
export const claimUnused = (sql: Sql, claim: { before: Date; stale: Date; at: Date; limit: number }) =>
  sql.query<UnusedContent>(
    `with named as (
       select distinct s.account_id, f ->> 'content' as content
       from sources s, jsonb_array_elements(s.files) f where s.removed_at is null),
     unused as (
       select c.account_id, c.sha256 from contents c
       where (c.removing_at < $2 or (c.removing_at is null and c.used_at < $1)) and not exists (
         select 1 from named n where n.account_id = c.account_id and n.content = 'sha256-' || c.sha256)
       order by c.used_at limit $4 for update skip locked)
     update contents c set removing_at = $3 from unused u
     where c.account_id = u.account_id and c.sha256 = u.sha256
     returning c.account_id as "accountId", c.sha256`,
    [claim.before, claim.stale, claim.at, claim.limit],
  );

/** With the chunks that lay in it. */
export const deleteContents = (sql: Sql, contents: readonly UnusedContent[]) =>
  sql.query(
    `with gone as (select * from jsonb_to_recordset($1::jsonb) as g("accountId" uuid, sha256 text)),
     chunks_gone as (
       delete from chunks k using gone g where k.account_id = g."accountId" and k.content = g.sha256)
     delete from contents c using gone g where c.account_id = g."accountId" and c.sha256 = g.sha256`,
    [JSON.stringify(contents)],
  );
