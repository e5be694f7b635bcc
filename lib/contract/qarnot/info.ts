/** GET /info, /settings, /versions and /profiles. Source: OpenAPI; Python 2.15 raises KeyError when a count is missing. */
import { z } from "zod";
import { userQuotas } from "./quota.ts";

const whole = z.number().int();

export const info = z.object({
  /** Also the S3 access key. */
  email: z.string(),
  maxBucket: whole,
  bucketCount: whole,
  quotaBytes: whole,
  usedQuotaBytes: whole,
  quotaBytesBucket: whole,
  usedQuotaBytesBucket: whole,
  maxTask: whole,
  taskCount: whole,
  maxRunningTask: whole,
  runningTaskCount: whole,
  maxJob: whole,
  jobCount: whole,
  maxPool: whole,
  poolCount: whole,
  maxRunningPool: whole,
  runningPoolCount: whole,
  maxInstances: whole,
  maxCores: whole,
  runningInstanceCount: whole,
  runningCoreCount: whole,
  maxFlexInstances: whole,
  maxFlexCores: whole,
  maxOnDemandInstances: whole,
  maxOnDemandCores: whole,
  /** Python dereferences both of the user's; C# and Node take an organization that is not there. */
  computingQuotas: z.object({ user: userQuotas, organization: z.null() }),
  projects: z.array(
    z.object({
      uuid: z.string(),
      name: z.string(),
      slug: z.string(),
      description: z.string(),
      organizationUuid: z.string().nullable(),
      isDefault: z.boolean(),
    }),
  ),
  defaultScheduling: z.string(),
  defaultReservedSpecificationKey: z.string().nullable(),
  /** Of 2014 to 2016: qapy reads them. Units: seconds. */
  diskCount: whole,
  maxDisk: whole,
  finishedExecutionTime: whole,
  runningExecutionTime: whole,
  totalExecutionTime: whole,
});

export const settings = z.object({ storage: z.string() });
export const versions = z.array(z.object({ version: z.string(), endOfLife: z.string().nullable() }));

export const profile = z.object({
  name: z.string(),
  constants: z.array(z.object({ name: z.string(), value: z.string(), description: z.string() })),
  licenses: z.array(z.object({ name: z.string(), maxInstances: whole, maxCores: whole })),
});
