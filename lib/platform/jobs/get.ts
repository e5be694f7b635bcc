/** jobs.list, jobs.get, jobs.frames and jobs.frame. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { FrameDetail, Job } from "#lib/contract/farm/jobs.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { listAttempts } from "../frames/attempt-rows.ts";
import { presentFrameDetail, presentFrames } from "../frames/present.ts";
import { listResults } from "../frames/result-rows.ts";
import { listFrames, readFrame } from "../frames/rows.ts";
import { accountOf, type Action, allowed } from "../policy.ts";
import { presentJob, presentJobs } from "./present.ts";
import { type JobRow, listJobRows, readJob } from "./rows.ts";

/** The job, if the caller may do that to it; else not_found. */
export const jobFor = async (ctx: Ctx, action: Action, jobId: string): Promise<JobRow> =>
  allowed(ctx.actor, action, await readJob(ctx.db, jobId), "job");

export const listJobs = async (ctx: Ctx, { query }: ParsedOf<Api["jobs"]["list"]>): Promise<Job[]> =>
  presentJobs(
    ctx.clock,
    ctx.db,
    await listJobRows(ctx.db, { accountId: accountOf(ctx.actor).accountId, ...query }),
  );

export const getJob = async (ctx: Ctx, { params }: ParsedOf<Api["jobs"]["get"]>): Promise<Job> =>
  presentJob(ctx.clock, ctx.db, await jobFor(ctx, "read", params.jobId));

export async function getFrames(
  ctx: Ctx,
  { params, query }: ParsedOf<Api["jobs"]["frames"]>,
): Promise<ReplyOf<Api["jobs"]["frames"]>> {
  // The revision is read before the frames: what is newer than it is told again by an event, never missed.
  const job = await jobFor(ctx, "read", params.jobId);
  const rows = await listFrames(ctx.db, job.id, query);
  const active = new Set(rows.filter((row) => row.state === "active").map((row) => row.frame));
  return {
    revision: job.revision,
    frames: await presentFrames(ctx, job.resultBucket, rows),
    progress: ctx.live.progressOf(job.id).filter((p) => active.has(p.frame)),
  };
}

export async function getFrame(ctx: Ctx, { params }: ParsedOf<Api["jobs"]["frame"]>): Promise<FrameDetail> {
  const job = await jobFor(ctx, "read", params.jobId);
  const row = await readFrame(ctx.db, job.id, params.frame);
  if (row === undefined) throw notFound("frame");
  const attempts = await listAttempts(ctx.db, job.id, params.frame);
  const results = row.resultCount === 0 ? [] : await listResults(ctx.db, job.id, params.frame);
  return presentFrameDetail(ctx, job, row, attempts, results);
}
