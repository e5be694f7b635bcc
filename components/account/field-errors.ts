/** The platform's words on single fields, by the field's own name. */
import { FarmError } from "#lib/client/farm-error.ts";

/** Shape: FarmError{fields: {"body.email": "…"}} → {email: "…"} */
export function fieldErrors(error: Error | null): Record<string, string> {
  if (!(error instanceof FarmError)) return {};
  return Object.fromEntries(
    Object.entries(error.fields).map(([path, message]) => [path.split(".").at(-1) ?? path, message]),
  );
}

/** What is wrong in general, where no field is to blame. */
export function generalError(error: Error | null): string | null {
  if (error === null) return null;
  return Object.keys(fieldErrors(error)).length > 0 ? null : error.message;
}
