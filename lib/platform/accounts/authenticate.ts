/** From the text of an Authorization header to who asks. Qarnot's clients send the bare token, others `Bearer …`. */
import type { Actor, Platform } from "../context.ts";
import { credentialByHash, touchToken, type Credential } from "./rows.ts";
import { hashToken } from "./credential-text.ts";

/** How exact "last used" is. Units: milliseconds. */
const TOUCH_MS = 60_000;

function actorOf(credential: Credential, now: number): Actor | null {
  if (credential.expiresAt !== null && credential.expiresAt.getTime() <= now) return null;
  switch (credential.kind) {
    case "node":
      return { type: "node" };
    case "service":
      return { type: "service" };
    case "session":
    case "api": {
      const { accountId, email, role, scope, isDisabled, tokenId } = credential;
      if (accountId === null || email === null || role === null || isDisabled !== false) return null;
      // Below its scope an administrator's token is like an artist's: it reaches nobody else's things.
      return { type: "account", accountId, email, role: scope === "admin" ? role : "artist", scope, tokenId };
    }
    default:
      return credential.kind satisfies never;
  }
}

/** Null when the token is unknown, expired, revoked, or its account is disabled. */
export async function authenticate(platform: Platform, header: string | undefined): Promise<Actor | null> {
  const token = header?.replace(/^Bearer\s+/i, "").trim() ?? "";
  if (token === "" || token.length > 500) return null;
  const hash = hashToken(token);
  const known = platform.credentials.get(hash);
  if (known !== undefined) return known;
  const credential = await credentialByHash(platform.db, hash);
  const now = platform.clock.now();
  const actor = credential === undefined ? null : actorOf(credential, now);
  if (credential === undefined || actor === null) return null;
  platform.credentials.set(hash, actor);
  if (now - (credential.lastUsedAt?.getTime() ?? 0) > TOUCH_MS)
    await touchToken(platform.db, credential.tokenId, new Date(now));
  return actor;
}
