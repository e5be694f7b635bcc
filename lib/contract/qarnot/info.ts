/** GET /info, /settings, /versions and /profiles. Source: OpenAPI; Python 2.15 raises KeyError when a count is missing. */
import { z } from "zod";

const whole = z.number().int();

export const info = z.object({
  /** Also the S3 access key. */
  email: z.string(),
  maxBucket: whole,
  bucketCount: whole,
  quotaBytesBucket: whole,
  usedQuotaBytesBucket: whole,
  maxTask: whole,
  taskCount: whole,
  maxRunningTask: whole,
  runningTaskCount: whole,
  maxInstances: whole,
  maxCores: whole,
  runningInstanceCount: whole,
  runningCoreCount: whole,
});

export const settings = z.object({ storage: z.string() });
export const versions = z.array(z.object({ version: z.string(), endOfLife: z.string().nullable() }));

export const profile = z.object({
  name: z.string(),
  constants: z.array(z.object({ name: z.string(), value: z.string(), description: z.string() })),
});
