/** Tables of who owns work: accounts, their credentials and credits. See schema.ts. */
import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { ROLES, SCOPES } from "#lib/domain/account.ts";
import { LEDGER_KINDS } from "#lib/domain/credits.ts";
import { at, micro, now, oneOf } from "./schema-columns.ts";

export const accounts = pgTable(
  "accounts",
  {
    id: uuid().primaryKey(),
    /** Lower case. */
    email: text().notNull().unique(),
    /** argon2id; null: cannot sign in with a password. */
    passwordHash: text("password_hash"),
    role: text().notNull(),
    isDisabled: boolean("is_disabled").notNull().default(false),
    /** Sums of the ledger, kept in the same transaction: balance is what may be spent, held what is reserved. */
    balance: micro("balance").notNull().default(0),
    held: micro("held").notNull().default(0),
    createdAt: now("created_at"),
  },
  (t) => [oneOf("accounts_role", "role", ROLES), check("accounts_held", sql`${t.held} >= 0`)],
);

/** Every credential but passwords: sessions, API tokens, the nodes' and the portal's own. Nothing in clear text. */
export const tokens = pgTable(
  "tokens",
  {
    id: uuid().primaryKey(),
    /** SHA-256 (hex) of the token's text: 256 random bits need no slow hash. */
    hash: text().notNull().unique(),
    /** Of an API token: its text, sealed, because a signature can only be checked with it. Null: made before that. */
    sealed: text(),
    kind: text().notNull(),
    accountId: uuid("account_id").references(() => accounts.id),
    name: text().notNull().default(""),
    /** Only API tokens are ever good for less than everything. */
    scope: text().notNull().default("admin"),
    createdAt: now("created_at"),
    lastUsedAt: at("last_used_at"),
    expiresAt: at("expires_at"),
  },
  (t) => [
    oneOf("tokens_kind", "kind", ["session", "api", "node", "service"]),
    oneOf("tokens_scope", "scope", SCOPES),
    index("tokens_account").on(t.accountId),
  ],
);

/** Append only. An account's balance is the sum of its entries. */
export const ledger = pgTable(
  "ledger",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    at: now("at"),
    kind: text().notNull(),
    /** Signed effect on the balance. */
    amount: micro("amount").notNull(),
    /** No foreign key: the ledger outlives jobs. */
    jobId: uuid("job_id"),
    frame: integer(),
    leaseId: uuid("lease_id"),
    note: text().notNull().default(""),
  },
  (t) => [
    oneOf("ledger_kind", "kind", LEDGER_KINDS),
    index("ledger_account").on(t.accountId, t.id),
    index("ledger_job").on(t.jobId),
    /** A lease's frame is charged once, whatever is repeated. */
    uniqueIndex("ledger_once").on(t.leaseId, t.frame).where(sql`kind = 'charge' and lease_id is not null`),
  ],
);
