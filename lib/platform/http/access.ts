/** Whether an actor may make a call at all; what it may do to a thing is policy.ts's. */
import type { Caller } from "#lib/contract/endpoint.ts";
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

/** Errors: unauthorized without a credential, forbidden with one that is not for this. */
export function checkCaller(actor: Actor, who: readonly Caller[]): void {
  if (who.some((caller) => isOne(actor, caller))) return;
  if (actor.type === "public")
    throw new PlatformError("unauthorized", "Sign in, or send a valid token in the Authorization header.");
  throw new PlatformError("forbidden", "This is not for the credential that was sent.");
}
