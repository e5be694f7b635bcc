/** What a token may, in words. */
import type { Scope } from "#lib/domain/account.ts";

export const SCOPE_WORDS: Record<Scope, { name: string; may: string }> = {
  read: { name: "Read", may: "Looks at your jobs and files and downloads frames; changes nothing." },
  submit: { name: "Submit", may: "Also uploads, submits, stops and retries: what hearth render needs." },
  admin: {
    name: "Everything",
    may: "All that you may, making tokens and administration included. For scripts that run a farm.",
  },
};
