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

/** Of one bucket's first files, as a form sends them. */
export const MAX_FIRST_FILES = 1000;

export const buckets = {
  list: endpoint({
    method: "GET",
    path: "/farm/v1/buckets",
    who: ["account"],
    summary: "The caller's buckets, the one used last first.",
    reply: z.array(bucket),
  }),
  receive: endpoint({
    method: "POST",
    path: "/farm/v1/buckets",
    who: ["account"],
    summary:
      "Make a bucket under that name, or the next free one, for a few files: signed addresses to PUT them to, in the order of `keys`.",
    body: z.object({
      name: z.string().min(1).max(255),
      keys: z.array(z.string().min(1)).min(1).max(MAX_FIRST_FILES),
    }),
    reply: z.object({ name: z.string(), urls: z.array(z.string()) }),
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
