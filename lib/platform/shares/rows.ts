/** The SQL of share links. Of their text only a hash is kept. */
import type { Share } from "#lib/contract/farm/shares.ts";
import type { AccountId, JobId, ShareId } from "#lib/domain/ids.ts";
import type { Sql, Transaction } from "../db/database.ts";

export interface ShareRow {
  id: ShareId;
  jobId: JobId;
  accountId: AccountId;
  title: string;
  note: string;
  passwordHash: string | null;
  allowsDownload: boolean;
  showsFacts: boolean;
  createdAt: Date;
  expiresAt: Date | null;
  openedCount: number;
  lastOpenedAt: Date | null;
}

const COLUMNS = `s.id, s.job_id as "jobId", s.account_id as "accountId", s.title, s.note, s.password_hash as "passwordHash",
  s.allows_download as "allowsDownload", s.shows_facts as "showsFacts", s.created_at as "createdAt",
  s.expires_at as "expiresAt", s.opened_count as "openedCount", s.last_opened_at as "lastOpenedAt"`;

export const insertShare = (tx: Transaction, s: ShareRow, tokenHash: string) =>
  tx.query(
    `insert into share_links (id, job_id, account_id, token_hash, title, note, password_hash, allows_download, shows_facts,
       created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      s.id,
      s.jobId,
      s.accountId,
      tokenHash,
      s.title,
      s.note,
      s.passwordHash,
      s.allowsDownload,
      s.showsFacts,
      s.createdAt,
      s.expiresAt,
    ],
  );

export const sharesOfJob = (sql: Sql, jobId: string) =>
  sql.query<ShareRow>(
    `select ${COLUMNS} from share_links s where s.job_id = $1 and s.revoked_at is null order by s.created_at desc, s.id desc`,
    [jobId],
  );

/** Revoked or not. */
export const readShare = async (sql: Sql, id: string) =>
  (await sql.query<ShareRow>(`select ${COLUMNS} from share_links s where s.id = $1`, [id]))[0];

/** The one that this text opens now. */
export const shareByToken = async (sql: Sql, tokenHash: string, now: Date) =>
  (
    await sql.query<ShareRow>(
      `select ${COLUMNS} from share_links s join jobs j on j.id = s.job_id join accounts a on a.id = s.account_id
       where s.token_hash = $1 and s.revoked_at is null and (s.expires_at is null or s.expires_at > $2)
         and j.deleted_at is null and not a.is_disabled`,
      [tokenHash, now],
    )
  )[0];

/** False when it was revoked before. */
export const revokeShareRow = async (tx: Transaction, id: string, at: Date): Promise<boolean> =>
  (
    await tx.query(
      "update share_links set revoked_at = $2 where id = $1 and revoked_at is null returning id",
      [id, at],
    )
  ).length === 1;

export const countOpening = (tx: Transaction, id: string, at: Date) =>
  tx.query("update share_links set opened_count = opened_count + 1, last_opened_at = $2 where id = $1", [
    id,
    at,
  ]);

export const presentShare = (row: ShareRow): Share => ({
  id: row.id,
  jobId: row.jobId,
  title: row.title,
  note: row.note,
  hasPassword: row.passwordHash !== null,
  allowsDownload: row.allowsDownload,
  showsFacts: row.showsFacts,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  openedCount: row.openedCount,
  lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
});
