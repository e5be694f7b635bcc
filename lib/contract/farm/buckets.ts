/** Buckets as the portal shows them: where a .blend can be rendered from without an upload. */
import { z } from "zod";
import { BUCKET_KINDS } from "#lib/domain/bucket.ts";
import { endpoint } from "../endpoint.ts";
import { count, timestamp } from "../scalars.ts";

export const bucket = z.object({
  name: z.string(),
  kind: z.enum(BUCKET_KINDS),
  description: z.string(),
  /** When something was last put in or rendered from it. */
  usedAt: timestamp,
});
export type Bucket = z.infer<typeof bucket>;

export const bucketFile = z.object({ key: z.string(), sizeBytes: count, changedAt: timestamp });
export type BucketFile = z.infer<typeof bucketFile>;

export const buckets = {
  list: endpoint({
    method: "GET",
    path: "/farm/v1/buckets",
    who: ["account"],
    summary: "The caller's buckets, the one used last first.",
    reply: z.array(bucket),
  }),
  blends: endpoint({
    method: "GET",
    path: "/farm/v1/buckets/:name/blends",
    who: ["account"],
    summary: "The .blend files of a bucket, by key, at most 1,000.",
    params: z.object({ name: z.string() }),
    reply: z.array(bucketFile),
  }),
};
