/**
 * `QarnotReadOnlyRequestForAccount: <e-mail>`: an administrator looks at somebody else's things as that account sees
 * them. Only looking: with the header, a call that changes something is refused instead of changing the caller's own.
 */
import type { IncomingMessage } from "node:http";
import { type AnyEndpoint, scopeOf } from "#lib/contract/endpoint.ts";
import { email as emailShape } from "#lib/domain/account.ts";
import { accountByEmail } from "../accounts/rows.ts";
import type { Actor, Platform } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";

const HEADER = "qarnotreadonlyrequestforaccount";

/** The account to act as; the caller without the header. Errors: forbidden, not_found. */
export async function asOtherAccount(
  platform: Platform,
  caller: Actor,
  endpoint: AnyEndpoint,
  request: IncomingMessage,
): Promise<Actor> {
  const named = request.headers[HEADER];
  if (typeof named !== "string" || caller.type !== "account") return caller;
  if (caller.role !== "admin")
    throw new PlatformError("forbidden", "Only administrators look at other accounts.");
  if (scopeOf(endpoint) !== "read")
    throw new PlatformError("forbidden", "Another account's things can be looked at, not changed.");
  const email = emailShape.safeParse(named);
  const account = email.success ? await accountByEmail(platform.db, email.data) : undefined;
  if (account === undefined) throw notFound("account");
  const { id: accountId, role } = account;
  return { type: "account", accountId, email: account.email, role, scope: "read", tokenId: "" };
}
