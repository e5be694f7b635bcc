/** The errors that travel, by the code that programs read, and the status of each. */

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
