/** Job groups as Qarnot's jobs. */
import type { JobOutput } from "#lib/contract/qarnot/job.ts";
import { qarnotDate } from "#lib/contract/translate/words.ts";
import type { JobGroupRow } from "./rows.ts";

const NO_TIME = "00:00:00";

export function presentGroup(row: JobGroupRow): JobOutput {
  const { request, terminatedAt } = row;
  const changed = terminatedAt ?? row.createdAt;
  const isEnding = terminatedAt !== null && row.open > 0;
  return {
    uuid: row.id,
    name: row.name,
    shortname: row.shortname ?? row.id,
    poolUuid: row.poolId,
    state: terminatedAt === null ? "Active" : isEnding ? "Terminating" : "Completed",
    previousState: terminatedAt === null ? null : isEnding ? "Active" : "Terminating",
    stateTransitionTime: qarnotDate(changed),
    previousStateTransitionTime: qarnotDate(row.createdAt),
    creationDate: qarnotDate(row.createdAt),
    lastModified: qarnotDate(row.modifiedAt),
    useDependencies: request.useDependencies ?? false,
    maxWallTime: request.maxWallTime ?? NO_TIME,
    tags: row.tags,
    autoDeleteOnCompletion: request.autoDeleteOnCompletion ?? false,
    completionTimeToLive: request.completionTimeToLive ?? NO_TIME,
  };
}
