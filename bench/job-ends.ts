/** Waits for a job to be as wanted. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Farm } from "#lib/client/index.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { isEnded } from "#lib/domain/job.ts";
import type { JobId } from "#lib/domain/ids.ts";

const LOOK_MS = 200;

/** Errors: when it ends otherwise. */
export async function jobEnds(farm: Farm, jobId: JobId, isThere: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await farm.jobs.get({ params: { jobId } });
    if (isThere(job)) return job;
    if (isEnded(job.state)) throw new Error(`The job ended as ${job.state}: ${JSON.stringify(job.counts)}`);
    await sleep(LOOK_MS);
  }
}
