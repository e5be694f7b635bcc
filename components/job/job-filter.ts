/** Which jobs the list shows, from its address. Pure. */
import type { Job } from "#lib/contract/farm/jobs.ts";
import { JOB_STATES, type JobState } from "#lib/domain/job.ts";

export interface JobFilter {
  state: JobState | null;
  search: string;
}

/** Shape: "?state=active&search=llama" → {state: "active", search: "llama"}; unknown states show everything. */
export function filterFrom(query: { get(name: string): string | null }): JobFilter {
  const state = JOB_STATES.find((s) => s === query.get("state")) ?? null;
  return { state, search: query.get("search") ?? "" };
}

/** The address of a filter. Shape: {state: null, search: ""} → "/" */
export function addressOfFilter(filter: JobFilter): string {
  const query = new URLSearchParams();
  if (filter.state !== null) query.set("state", filter.state);
  if (filter.search !== "") query.set("search", filter.search);
  return query.size === 0 ? "/" : `/?${query}`;
}

/** Every word must be found in the name, project, file, range or engine. */
export function matchesSearch(job: Job, search: string): boolean {
  const text =
    `${job.name} ${job.projectName} ${job.settings.blendFile} ${job.settings.frames} ${job.effective.engine}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** How many of the found jobs are in each state. */
export function countsByState(jobs: readonly Job[]): Record<JobState, number> {
  const counts = Object.fromEntries(JOB_STATES.map((s) => [s, 0])) as Record<JobState, number>;
  for (const job of jobs) counts[job.state] += 1;
  return counts;
}
