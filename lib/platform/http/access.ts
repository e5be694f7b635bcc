/** Whether an actor may make a call at all; what it may do to a thing is policy.ts's. */
import { type AnyEndpoint, type Caller, scopeOf } from "#lib/contract/endpoint.ts";
import { hasScope } from "#lib/domain/account.ts";
import type { Actor } from "../context.ts";
import { PlatformError } from "../errors.ts";

function isOne(actor: Actor, caller: Caller): boolean {
  switch (caller) {
    case "public":
      return true;
    case "account":
      return actor.type === "account";
    case "admin":
      return actor.type === "account" && actor.role === "admin";
    case "node":
      return actor.type === "node";
    case "service":
      return actor.type === "service";
    default:
      return caller satisfies never;
  }
}

function checkScope(actor: Actor, endpoint: AnyEndpoint): void {
  if (actor.type !== "account" || endpoint.who.includes("public")) return;
  const needs = scopeOf(endpoint);
  if (hasScope(actor.scope, needs)) return;
  throw new PlatformError(
    "forbidden",
    `This token's scope is \`${actor.scope}\`; the call needs \`${needs}\`. Make one for it on the account page.`,
  );
}

/** Errors: unauthorized without a credential, forbidden with one that is not for this. */
export function checkCaller(actor: Actor, endpoint: AnyEndpoint): void {
  if (endpoint.who.some((caller) => isOne(actor, caller))) return checkScope(actor, endpoint);
  if (actor.type === "public")
    throw new PlatformError("unauthorized", "Sign in, or send a valid token in the Authorization header.");
  throw new PlatformError("forbidden", "This is not for the credential that was sent.");
}
