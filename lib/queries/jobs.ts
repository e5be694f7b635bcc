/** What pages ask about jobs and their frames. The same options on the server (fetching ahead) and in the browser. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Farm } from "#lib/client/index.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { MapLimit } from "./frame-maps.ts";
import { keys } from "./keys.ts";

/** As many as the list shows; the platform allows no more at once. */
const LISTED_JOBS = 500;
/** Thumbnails in a row of the list. */
export const STRIP_FRAMES = 24;

export const jobsQuery = (farm: Farm) =>
  queryOptions({
    queryKey: keys.jobs,
    queryFn: ({ signal }) => farm.jobs.list({ query: { limit: LISTED_JOBS }, signal }),
  });

export const jobQuery = (farm: Farm, jobId: JobId) =>
  queryOptions({
    queryKey: keys.job(jobId),
    queryFn: ({ signal }) => farm.jobs.get({ params: { jobId }, signal }),
  });

/** Asked anew at each hundredth of the job, not at each of ten thousand frames. */
export const factsQuery = (farm: Farm, job: Job) =>
  queryOptions({
    queryKey: keys.facts(job.id, Math.floor((100 * job.counts.completed) / Math.max(1, job.totalFrames))),
    queryFn: ({ signal }) => farm.jobs.facts({ params: { jobId: job.id }, signal }),
    placeholderData: keepPreviousData,
  });

/**
 * All frames of a job, or the first few, as the platform packs them. What is shown is the live map that is made of the
 * answer (frame-maps.ts): this is asked once.
 */
export const frameMapQuery = (farm: Farm, jobId: JobId, limit: MapLimit = null) =>
  queryOptions({
    queryKey: keys.frames(jobId, limit),
    queryFn: ({ signal }) =>
      farm.jobs.frameMap({ params: { jobId }, query: { limit: limit ?? undefined }, signal }),
    staleTime: Infinity,
  });

export const frameQuery = (farm: Farm, jobId: JobId, frame: number) =>
  queryOptions({
    queryKey: keys.frame(jobId, frame),
    queryFn: ({ signal }) => farm.jobs.frame({ params: { jobId, frame }, signal }),
  });
