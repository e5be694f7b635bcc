/** Account rows as the contract shows them. */
import type { Account, ApiToken } from "#lib/contract/farm/accounts.ts";
import type { AccountRow, TokenRow } from "./rows.ts";

export const presentAccount = (row: AccountRow): Account => ({
  id: row.id,
  email: row.email,
  role: row.role,
  isDisabled: row.isDisabled,
  createdAt: row.createdAt.toISOString(),
  balance: row.balance,
  held: row.held,
});

export const presentToken = (row: TokenRow): ApiToken => ({
  id: row.id,
  name: row.name,
  scope: row.scope,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
});
