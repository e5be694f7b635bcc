/** From anything thrown to the error that travels. What was not meant for people stays in the log. */
import { z } from "zod";
import { ERROR_STATUS, type ErrorBody } from "#lib/contract/errors.ts";
import type { Log } from "#lib/log.ts";
import { isDiskFull } from "../db/errors.ts";
import { PlatformError } from "../errors.ts";
import { ChecksumMismatch, ObjectMissing, StoreFull } from "../objects/object-store.ts";

export interface ErrorReply {
  status: number;
  body: ErrorBody;
}

/** Shape: issues at ["body", "settings", "samples"] → {"settings.samples": "Samples must be at least 1."} */
export function fieldsOf(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.map(String).join(".") || "body"] ??= issue.message;
  return fields;
}

function asPlatformError(error: unknown): PlatformError | null {
  if (error instanceof PlatformError) return error;
  if (error instanceof StoreFull || isDiskFull(error))
    return new PlatformError("disk_full", "The farm's disk is full. Try again when there is room.");
  if (error instanceof ChecksumMismatch) return new PlatformError("hash_mismatch", error.message);
  if (error instanceof ObjectMissing)
    return new PlatformError("not_found", "The file is no longer in storage.");
  return null;
}

export function errorReply(error: unknown, requestId: string, log: Log): ErrorReply {
  const known = asPlatformError(error);
  if (known === null) {
    log.error("request.failed", { requestId, error });
    const message = "Something went wrong on the farm's side. Try again; if it stays, tell an administrator.";
    return { status: 500, body: { message, code: "internal", requestId } };
  }
  return {
    status: ERROR_STATUS[known.code],
    body: {
      message: known.message,
      code: known.code,
      requestId,
      ...(known.fields && { fields: known.fields }),
    },
  };
}

/** What the caller sent does not fit the contract. */
export function invalidInput(error: z.ZodError): PlatformError {
  const fields = fieldsOf(error);
  return new PlatformError("invalid", Object.values(fields).join(" "), fields, error);
}
