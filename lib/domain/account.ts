/** Who owns work and credits. */
import { z } from "zod";

export const ROLES = ["artist", "admin"] as const;
export type Role = (typeof ROLES)[number];

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
