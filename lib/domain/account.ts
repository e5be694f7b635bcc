/** Who owns work and credits. */
import { z } from "zod";

export const ROLES = ["artist", "admin"] as const;
export type Role = (typeof ROLES)[number];

/**
 * What a credential is good for, each with what stands before it: looking, changing one's own things, and what only
 * people do otherwise (administration, making tokens). Sessions are good for everything.
 */
export const SCOPES = ["read", "submit", "admin"] as const;
export type Scope = (typeof SCOPES)[number];
export const hasScope = (has: Scope, needs: Scope): boolean => SCOPES.indexOf(has) >= SCOPES.indexOf(needs);

/** Long enough that a hash stolen offline stays hard; no rules on characters, which only make people write it down. */
export const MIN_PASSWORD = 10;
export const MAX_PASSWORD = 200;
export const password = z
  .string()
  .min(MIN_PASSWORD, `A password has at least ${MIN_PASSWORD} characters.`)
  .max(MAX_PASSWORD, `A password has at most ${MAX_PASSWORD} characters.`);

/** Stored and compared in lower case: people do not remember how they wrote it. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("Write an e-mail address, like ada@example.org."));
