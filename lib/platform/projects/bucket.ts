/** Names of buckets that the platform makes; S3 takes 3 to 63 characters. */
import type { JobId, ProjectId } from "#lib/domain/ids.ts";

/** Shape: "project-018f…", 44 characters. */
export const bucketOf = (projectId: ProjectId): string => `project-${projectId}`;
/** Where a job's pictures go when its script names no bucket. */
export const resultBucketOf = (jobId: JobId): string => `job-${jobId}`;
