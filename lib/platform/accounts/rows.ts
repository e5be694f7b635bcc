/** The SQL of accounts and of their credentials. */
import type { AccountId, TokenId } from "#lib/domain/ids.ts";
import type { Role, Scope } from "#lib/domain/account.ts";
import type { Sql, Transaction } from "../db/database.ts";

export interface AccountRow {
  id: AccountId;
  email: string;
  passwordHash: string | null;
  role: Role;
  isDisabled: boolean;
  balance: number;
  held: number;
  createdAt: Date;
}

export interface TokenRow {
  id: TokenId;
  name: string;
  scope: Scope;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const COLUMNS = `id, email, password_hash as "passwordHash", role, is_disabled as "isDisabled", balance, held,
  created_at as "createdAt"`;

const one = <T>(rows: T[]): T | undefined => rows[0];

export const accountById = async (sql: Sql, id: string) =>
  one(await sql.query<AccountRow>(`select ${COLUMNS} from accounts where id = $1`, [id]));

export const accountByEmail = async (sql: Sql, email: string) =>
  one(await sql.query<AccountRow>(`select ${COLUMNS} from accounts where email = $1`, [email]));

export const lockAccount = async (tx: Transaction, id: string) =>
  one(await tx.query<AccountRow>(`select ${COLUMNS} from accounts where id = $1 for update`, [id]));

export const allAccounts = (sql: Sql) =>
  sql.query<AccountRow>(`select ${COLUMNS} from accounts order by created_at, id`);

/** False when the e-mail is taken. */
export async function insertAccount(
  tx: Transaction,
  account: { id: AccountId; email: string; passwordHash: string | null; role: Role; createdAt: Date },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into accounts (id, email, password_hash, role, created_at) values ($1, $2, $3, $4, $5)
     on conflict (email) do nothing returning id`,
    [account.id, account.email, account.passwordHash, account.role, account.createdAt],
  );
  return rows.length === 1;
}

/** Locks the administrators that can act, so that two of them cannot disable each other at once. */
export const lockAdmins = (tx: Transaction) =>
  tx.query<{ id: AccountId }>(
    "select id from accounts where role = 'admin' and not is_disabled order by id for update",
  );

export const setDisabledRow = (tx: Transaction, id: string, isDisabled: boolean) =>
  tx.query("update accounts set is_disabled = $2 where id = $1", [id, isDisabled]);

export const setPasswordRow = (tx: Transaction, id: string, passwordHash: string) =>
  tx.query("update accounts set password_hash = $2 where id = $1", [id, passwordHash]);

export type TokenKind = "session" | "api" | "node" | "service";

export const insertToken = (
  sql: Sql,
  token: {
    id: string;
    hash: string;
    kind: TokenKind;
    accountId: string | null;
    name: string;
    /** Absent: good for everything its account may do. */
    scope?: Scope;
    /** Of API tokens: the copy that S3 signatures are checked with. */
    sealed?: string;
    createdAt: Date;
    expiresAt: Date | null;
  },
) =>
  sql.query(
    `insert into tokens (id, hash, kind, account_id, name, created_at, expires_at, scope, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (hash) do update set sealed = coalesce(tokens.sealed, excluded.sealed)`,
    [
      token.id,
      token.hash,
      token.kind,
      token.accountId,
      token.name,
      token.createdAt,
      token.expiresAt,
      token.scope ?? "admin",
      token.sealed ?? null,
    ],
  );

export interface Credential {
  tokenId: string;
  kind: TokenKind;
  scope: Scope;
  accountId: AccountId | null;
  email: string | null;
  role: Role | null;
  isDisabled: boolean | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
}

export const credentialByHash = async (sql: Sql, hash: string) =>
  one(
    await sql.query<Credential>(
      `select t.id as "tokenId", t.kind, t.scope, t.account_id as "accountId", a.email, a.role, a.is_disabled as "isDisabled",
         t.last_used_at as "lastUsedAt", t.expires_at as "expiresAt"
       from tokens t left join accounts a on a.id = t.account_id where t.hash = $1`,
      [hash],
    ),
  );

export const touchToken = (sql: Sql, tokenId: string, at: Date) =>
  sql.query("update tokens set last_used_at = $2 where id = $1", [tokenId, at]);

export const apiTokensOf = (sql: Sql, accountId: string) =>
  sql.query<TokenRow>(
    `select id, name, scope, created_at as "createdAt", last_used_at as "lastUsedAt" from tokens
     where account_id = $1 and kind = 'api' order by created_at desc, id desc`,
    [accountId],
  );

/** False when the account has no such API token. */
export const deleteApiToken = async (sql: Sql, accountId: string, tokenId: string) =>
  (
    await sql.query("delete from tokens where id = $1 and account_id = $2 and kind = 'api' returning id", [
      tokenId,
      accountId,
    ])
  ).length === 1;

export const deleteToken = (sql: Sql, tokenId: string) =>
  sql.query("delete from tokens where id = $1", [tokenId]);

export const deleteSessionsOf = (tx: Transaction, accountId: string) =>
  tx.query("delete from tokens where account_id = $1 and kind = 'session'", [accountId]);

export const deleteExpiredTokens = (sql: Sql, now: Date) =>
  sql.query("delete from tokens where expires_at < $1", [now]);
