/** Snapshots: what a task has finished so far, put into a bucket while it goes on. Source: OpenAPI, Python's Task. */
import { z } from "zod";

const fileFilter = z.string().max(2048).nullish();

export const uniqueSnapshot = z.object({
  whitelist: fileFilter,
  blacklist: fileFilter,
  bucket: z.string().max(255).nullish(),
  bucketPrefix: z.string().max(1024).nullish(),
});
export type SnapshotWanted = z.infer<typeof uniqueSnapshot>;

/** Seconds between two; 0 ends them. */
export const periodicSnapshot = uniqueSnapshot.extend({
  interval: z
    .number()
    .int()
    .nonnegative()
    .max(30 * 86_400),
});

export const SNAPSHOT_STATES = ["triggered", "inProgress", "success", "failure"] as const;

export const snapshot = z.object({
  id: z.string(),
  taskUuid: z.string(),
  triggerDate: z.string(),
  lastUpdateDate: z.string(),
  snapshotConfig: z.object({
    whitelist: z.string().nullable(),
    blacklist: z.string().nullable(),
    bucket: z.string().nullable(),
    bucketPrefix: z.string().nullable(),
  }),
  status: z.enum(SNAPSHOT_STATES),
  /** Bytes. */
  sizeToUpload: z.number().int(),
  transferredSize: z.number().int(),
});
