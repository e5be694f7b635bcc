/** How an error travels: a code for programs, a sentence for people. */
import { z } from "zod";
import { ERROR_CODES } from "./error-codes.ts";

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
