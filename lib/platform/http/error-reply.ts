/** From anything thrown to the error that travels. What was not meant for people stays in the log. */
import { z } from "zod";
import { ERROR_STATUS } from "#lib/contract/error-codes.ts";
import type { ErrorBody, ProblemBody } from "#lib/contract/errors.ts";
import type { Log } from "#lib/log.ts";
import { isDiskFull, isUnstorable } from "../db/errors.ts";
import { PlatformError } from "../errors.ts";
import { ChecksumMismatch, ObjectMissing, StoreFull } from "../objects/object-store.ts";

export interface ErrorReply {
  status: number;
  body: ErrorBody;
  media: "application/json" | "application/problem+json";
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
  // A fault that stays must not look like one that passes: clients repeat a 500 for half a minute.
  if (isUnstorable(error))
    return new PlatformError("invalid", "The request holds a character or number that can't be stored.");
  return null;
}

function asProblem(body: ErrorBody, status: number): ProblemBody {
  const errors = Object.fromEntries(Object.entries(body.fields ?? {}).map(([name, why]) => [name, [why]]));
  const title = "One or more validation errors occurred.";
  return { ...body, type: "about:blank", title, status, traceId: body.requestId ?? "", errors };
}

export function errorReply(error: unknown, requestId: string, log: Log): ErrorReply {
  const known = asPlatformError(error);
  if (known === null) {
    log.error("request.failed", { requestId, error });
    const message = "Something went wrong on the farm's side. Try again; if it stays, tell an administrator.";
    return { status: 500, body: { message, code: "internal", requestId }, media: "application/json" };
  }
  if (isUnstorable(error)) log.warn("request.unstorable", { requestId, error });
  const status = ERROR_STATUS[known.code];
  const { message, code, fields } = known;
  const body = { message, code, requestId, ...(fields && { fields }) };
  return known.isProblem
    ? { status, body: asProblem(body, status), media: "application/problem+json" }
    : { status, body, media: "application/json" };
}

/** What the caller sent does not fit the contract. */
export function invalidInput(error: z.ZodError): PlatformError {
  const fields = fieldsOf(error);
  return new PlatformError("invalid", Object.values(fields).join(" "), fields, error);
}
