/** What a platform makes sure of when it starts: an administrator, and the credentials of portal and nodes. */
import { randomPassword, hashToken } from "./accounts/credential-text.ts";
import { sealToken } from "./accounts/sealed-token.ts";
import { createAccount } from "./accounts/create.ts";
import { accountByEmail, insertToken, type TokenKind } from "./accounts/rows.ts";
import { type Platform, systemContext } from "./context.ts";
import { newId } from "#lib/domain/ids.ts";

export interface FirstAdmin {
  email: string;
  /** Null when it was given, so that it is not printed. */
  password: string | null;
}

/** Null when there are accounts already. A second platform that starts at the same time makes no second one. */
export async function ensureFirstAdmin(
  platform: Platform,
  admin: { email: string; password?: string },
): Promise<FirstAdmin | null> {
  const existing = await platform.db.query("select 1 from accounts limit 1");
  if (existing.length > 0) return null;
  const password = admin.password ?? randomPassword();
  const body = { email: admin.email.trim().toLowerCase(), password, role: "admin" as const };
  await createAccount(systemContext(platform), { body });
  return { email: body.email, password: admin.password === undefined ? password : null };
}

async function ensureToken(
  platform: Platform,
  kind: TokenKind,
  text: string,
  account: { id: string; name: string } | null,
): Promise<void> {
  const now = platform.clock.now();
  const hash = hashToken(text);
  await insertToken(platform.db, {
    id: newId(now),
    hash,
    ...(kind === "api" ? { sealed: sealToken(platform.settings.secret, text, hash) } : {}),
    kind,
    accountId: account?.id ?? null,
    name: account?.name ?? "",
    createdAt: new Date(now),
    expiresAt: null,
  });
}

/** The portal's and the nodes' credentials of the configuration are the only ones that work; older ones stop. */
export async function ensureTokens(
  platform: Platform,
  secrets: { serviceToken: string; nodeToken: string },
  admin: { email: string; token?: string },
): Promise<void> {
  const valid = [secrets.serviceToken, secrets.nodeToken].map(hashToken);
  await platform.db.query(
    "delete from tokens where kind in ('service', 'node') and not (hash = any($1::text[]))",
    [valid],
  );
  await ensureToken(platform, "service", secrets.serviceToken, null);
  await ensureToken(platform, "node", secrets.nodeToken, null);
  if (admin.token === undefined) return;
  const account = await accountByEmail(platform.db, admin.email.trim().toLowerCase());
  if (account !== undefined)
    await ensureToken(platform, "api", admin.token, { id: account.id, name: "From the configuration" });
}
