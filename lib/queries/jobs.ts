/** What pages ask about jobs and their frames. The same options on the server (fetching ahead) and in the browser. */
import { queryOptions } from "@tanstack/react-query";
import type { Farm } from "#lib/client/index.ts";
import type { JobId } from "#lib/domain/ids.ts";
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

/** The platform's answer, and which frame events have been taken in; see apply-event.ts. */
function ordered<T extends { revision: number }>(answer: T): T & { framesRevision: number } {
  return { ...answer, framesRevision: answer.revision };
}

/** Every frame; up to 100,000 in pages of 10,000. */
export const framesQuery = (farm: Farm, jobId: JobId) =>
  queryOptions({
    queryKey: keys.frames(jobId),
    queryFn: async ({ signal }) => {
      const limit = 10_000;
      const first = await farm.jobs.frames({ params: { jobId }, query: { limit }, signal });
      const frames = [...first.frames];
      for (let got = first.frames.length; got === limit; ) {
        const more = await farm.jobs.frames({
          params: { jobId },
          query: { limit, offset: frames.length },
          signal,
        });
        frames.push(...more.frames);
        got = more.frames.length;
      }
      // The first page's revision: what changed while later pages came is applied again, which is harmless.
      return ordered({ ...first, frames });
    },
  });

export const stripQuery = (farm: Farm, jobId: JobId) =>
  queryOptions({
    queryKey: keys.strip(jobId),
    queryFn: async ({ signal }) =>
      ordered(await farm.jobs.frames({ params: { jobId }, query: { limit: STRIP_FRAMES }, signal })),
  });

export const frameQuery = (farm: Farm, jobId: JobId, frame: number) =>
  queryOptions({
    queryKey: keys.frame(jobId, frame),
    queryFn: ({ signal }) => farm.jobs.frame({ params: { jobId, frame }, signal }),
  });
