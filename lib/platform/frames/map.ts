/** jobs.frameMap: a job's frames in columns, all of them or what changed after a revision. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { type FrameLine, packFrames } from "#lib/contract/packed/frames.ts";
import type { Ctx } from "../context.ts";
import type { Sql } from "../db/database.ts";
import { jobFor } from "../jobs/get.ts";

/** Without what only one frame's own page tells: a hundred thousand rows pass here. */
const COLUMNS = `frame, state, thumbnail_key is not null as "hasPicture", attempt, seconds,
  peak_memory_bytes as "peakMemoryBytes", failure, result_count as "resultCount", size_bytes as "sizeBytes", revision`;

function listLines(sql: Sql, jobId: string, query: { since?: number; limit?: number }): Promise<FrameLine[]> {
  const { since = -1, limit } = query;
  // The first frames, of which those that changed; or what changed, found by its index.
  const text =
    limit === undefined
      ? `select ${COLUMNS} from frames where job_id = $1 and revision > $2 order by frame`
      : `select * from (select ${COLUMNS} from frames where job_id = $1 order by frame limit $3) first
         where revision > $2`;
  return sql.query<FrameLine>(text, limit === undefined ? [jobId, since] : [jobId, since, limit]);
}

export async function frameMap(
  ctx: Ctx,
  { params, query }: ParsedOf<Api["jobs"]["frameMap"]>,
): Promise<ReplyOf<Api["jobs"]["frameMap"]>> {
  // The revision is read before the frames: what is newer than it is told again by an event, never missed.
  const { id, revision, active } = await jobFor(ctx, "read", params.jobId);
  const lines = await listLines(ctx.db, id, query);
  const progress = active === 0 ? [] : ctx.live.progressOf(id);
  return { revision, progress, ...packFrames(lines) };
}
