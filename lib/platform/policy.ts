/**
 * The one authorisation table: may this actor do that to this thing? Verbs ask it beside the data they read.
 * What is refused here looks missing outside (404), so that tenants cannot tell each other's things exist.
 */
import type { AccountId } from "#lib/domain/ids.ts";
import type { Actor } from "./context.ts";
import { notFound, PlatformError } from "./errors.ts";

export type Action = "read" | "change";
/** Things that belong to an account: projects, uploads, jobs, tokens, the ledger. */
export interface Owned {
  accountId: AccountId;
}

export function can(actor: Actor, action: Action, thing: Owned): boolean {
  switch (actor.type) {
    case "system":
      return true;
    case "account":
      return actor.accountId === thing.accountId || actor.role === "admin";
    case "service":
      // The gateway passes on what it reads; it changes nothing.
      return action === "read";
    case "node":
    case "public":
      return false;
    default:
      return actor satisfies never;
  }
}

/** The thing, or the error that says it does not exist. Shape: allowed(ctx.actor, "read", row, "job") → row */
export function allowed<T extends Owned>(
  actor: Actor,
  action: Action,
  thing: T | undefined,
  what: string,
): T {
  if (thing === undefined || !can(actor, action, thing)) throw notFound(what);
  return thing;
}

export type AccountActor = Extract<Actor, { type: "account" }>;

/** The caller as an account; the router has checked it, this tells the compiler. */
export function accountOf(actor: Actor): AccountActor {
  if (actor.type !== "account") throw new PlatformError("unauthorized", "Sign in to do this.");
  return actor;
}
