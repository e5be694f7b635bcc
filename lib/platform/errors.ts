/** What the platform refuses: a code of the contract, and a sentence for people. The router alone makes HTTP of it. */
import type { ErrorCode } from "#lib/contract/errors.ts";

export class PlatformError extends Error {
  readonly code: ErrorCode;
  /** Path of the input that is wrong → what to do. */
  readonly fields: Record<string, string> | undefined;
  constructor(code: ErrorCode, message: string, fields?: Record<string, string>, cause?: unknown) {
    super(message, { cause });
    this.name = "PlatformError";
    this.code = code;
    this.fields = fields;
  }
}

/** Also the answer for what belongs to somebody else: existence is not told. */
export const notFound = (what: string) => new PlatformError("not_found", `There is no such ${what}.`);

/** One wrong field of the input, told in the message too, for scripts that show only that. */
export const invalidField = (field: string, message: string) =>
  new PlatformError("invalid", message, { [field]: message });
