/** What the platform refuses: a code of the contract, and a sentence for people. The router alone makes HTTP of it. */
import type { ErrorCode } from "#lib/contract/error-codes.ts";

export class PlatformError extends Error {
  readonly code: ErrorCode;
  /** Path of the input that is wrong → what to do. */
  readonly fields: Record<string, string> | undefined;
  /** Told as application/problem+json too (RFC 9457), for the calls whose clients look for `errors` in it. */
  readonly isProblem: boolean = false;
  constructor(code: ErrorCode, message: string, fields?: Record<string, string>, cause?: unknown) {
    super(message, { cause });
    this.name = "PlatformError";
    this.code = code;
    this.fields = fields;
  }
}

/** What a client of Qarnot's looks up in `errors`. Shape: ({"policies[0]": "The input was not valid."}) → 400 */
export class InputProblem extends PlatformError {
  override readonly isProblem = true;
  constructor(fields: Record<string, string>) {
    super("invalid", Object.values(fields).join(" "), fields);
    this.name = "InputProblem";
  }
}

/** Also the answer for what belongs to somebody else: existence is not told. */
export const notFound = (what: string) => new PlatformError("not_found", `There is no such ${what}.`);

/** One wrong field of the input, told in the message too, for scripts that show only that. */
export const invalidField = (field: string, message: string) =>
  new PlatformError("invalid", message, { [field]: message });
