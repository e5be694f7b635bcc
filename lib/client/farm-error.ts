/** A refusal of the platform, as its callers catch it. */
import type { ErrorCode } from "#lib/contract/error-codes.ts";

/** The platform said no, or could not be reached (`unavailable`, status 0). */
export class FarmError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly fields: Record<string, string>;
  constructor(
    facts: {
      code: ErrorCode;
      status: number;
      message: string;
      requestId?: string;
      fields?: Record<string, string>;
    },
    cause?: unknown,
  ) {
    super(facts.message, { cause });
    this.name = "FarmError";
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.fields = facts.fields ?? {};
  }
}
