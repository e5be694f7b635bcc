/** Accounts, sessions, API tokens, credits. */
import { z } from "zod";
import { email, password, ROLES, SCOPES } from "#lib/domain/account.ts";
import { LEDGER_KINDS } from "#lib/domain/credits.ts";
import { endpoint } from "../endpoint.ts";
import { accountId, jobId, micro, queryNumber, timestamp, tokenId } from "../scalars.ts";

export const account = z.object({
  id: accountId,
  email: z.string(),
  role: z.enum(ROLES),
  isDisabled: z.boolean(),
  createdAt: timestamp,
  /** Micro-credits that may be spent: grants less charges less holds. */
  balance: micro,
  /** Micro-credits reserved for running jobs. */
  held: micro,
});
export type Account = z.infer<typeof account>;

export const ledgerEntry = z.object({
  id: z.string(),
  at: timestamp,
  kind: z.enum(LEDGER_KINDS),
  /** Signed: a grant, release or refund is positive, a hold or charge negative. */
  amount: micro,
  jobId: jobId.nullable(),
  note: z.string(),
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;

export const apiToken = z.object({
  id: tokenId,
  name: z.string(),
  scope: z.enum(SCOPES),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});
export type ApiToken = z.infer<typeof apiToken>;

/** A million credits: more than any grant that is meant, less than a slip of the keyboard. */
const credits = z
  .number({ error: "Credits must be a number." })
  .positive("Credits must be more than 0.")
  .max(1_000_000, "At most 1,000,000 credits at once.");

const anAccount = z.object({ accountId });

export const sessions = {
  create: endpoint({
    method: "POST",
    path: "/farm/v1/sessions",
    who: ["public"],
    summary: "Sign in. 401 without saying whether the account exists; 429 after many wrong tries.",
    body: z.object({ email: z.string().max(254), password: z.string().max(1000) }),
    reply: z.object({ token: z.string(), account }),
  }),
  end: endpoint({
    method: "DELETE",
    path: "/farm/v1/sessions/current",
    who: ["account"],
    summary: "Sign out: the session's token stops working.",
  }),
};

export const accounts = {
  me: endpoint({
    method: "GET",
    path: "/farm/v1/me",
    who: ["account"],
    summary: "The caller's account with balance.",
    reply: account,
  }),
  list: endpoint({
    method: "GET",
    path: "/farm/v1/accounts",
    who: ["admin"],
    summary: "All accounts, oldest first.",
    reply: z.array(account),
  }),
  create: endpoint({
    method: "POST",
    path: "/farm/v1/accounts",
    who: ["admin"],
    summary: "Create an account with a grant. Without a password a random one is made and answered once.",
    body: z.object({
      email,
      password: password.optional(),
      role: z.enum(ROLES).default("artist"),
      /** Credits. Absent: the grant of new accounts that the administrator set. */
      grantCredits: credits.or(z.literal(0)).optional(),
    }),
    reply: z.object({ account, password: z.string().nullable() }),
  }),
  grant: endpoint({
    method: "POST",
    path: "/farm/v1/accounts/:accountId/grants",
    who: ["admin"],
    summary: "Grant credits.",
    params: anAccount,
    body: z.object({ credits, note: z.string().max(200).default("") }),
    reply: account,
  }),
  setDisabled: endpoint({
    method: "POST",
    path: "/farm/v1/accounts/:accountId/disabled",
    who: ["admin"],
    summary:
      "Disable or enable. Disabling ends every session and token at once; 409 on the last administrator.",
    params: anAccount,
    body: z.object({ isDisabled: z.boolean() }),
    reply: account,
  }),
  resetPassword: endpoint({
    method: "POST",
    path: "/farm/v1/accounts/:accountId/password",
    who: ["admin"],
    summary: "Set a new random password, answered once; ends the account's sessions.",
    params: anAccount,
    reply: z.object({ password: z.string() }),
  }),
};

export const credit = {
  entries: endpoint({
    method: "GET",
    path: "/farm/v1/credits/entries",
    who: ["account"],
    summary: "The caller's ledger, newest first; `before` is the last id seen.",
    query: z.object({ before: z.string().optional(), limit: queryNumber.min(1).max(500).default(100) }),
    reply: z.array(ledgerEntry),
  }),
};

export const tokens = {
  list: endpoint({
    method: "GET",
    path: "/farm/v1/tokens",
    who: ["account"],
    summary: "The caller's API tokens, without their text.",
    reply: z.array(apiToken),
  }),
  create: endpoint({
    method: "POST",
    path: "/farm/v1/tokens",
    who: ["account"],
    scope: "admin",
    summary:
      "Make an API token; its text is answered once. 403 to a token that may not administer, so that a lost one makes no more.",
    body: z.object({
      name: z.string().trim().min(1, "Give the token a name.").max(80),
      /** `read` looks, `submit` also changes what is the account's own, `admin` may do what an administrator may. */
      scope: z.enum(SCOPES).default("submit"),
    }),
    reply: z.object({ token: z.string(), apiToken }),
  }),
  revoke: endpoint({
    method: "DELETE",
    path: "/farm/v1/tokens/:tokenId",
    who: ["account"],
    scope: "admin",
    summary: "Revoke an API token.",
    params: z.object({ tokenId }),
  }),
};
