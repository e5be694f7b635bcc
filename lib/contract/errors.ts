/** The errors that travel: a code for programs, a sentence for people, and the status each code has. */
import { z } from "zod";

export const ERROR_STATUS = {
  invalid: 400,
  not_a_blend: 400,
  hash_mismatch: 400,
  unauthorized: 401,
  no_credits: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  lease_expired: 409,
  too_large: 413,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
  disk_full: 507,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
export const ERROR_CODES = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]];

/** Shape: {"message": "…", "code": "invalid", "requestId": "…", "fields": {"settings.samples": "…"}} */
export const errorBody = z.object({
  message: z.string(),
  code: z.enum(ERROR_CODES).catch("internal"),
  requestId: z.string().optional(),
  /** Path of the input that is wrong → what to do, for forms. */
  fields: z.record(z.string(), z.string()).optional(),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** The same as RFC 9457 has it, beside our own words. Shape: {…, "title": "…", "errors": {"policies[0]": ["…"]}} */
export const problemBody = errorBody.extend({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  traceId: z.string(),
  errors: z.record(z.string(), z.array(z.string())),
});
export type ProblemBody = z.infer<typeof problemBody>;
