/** A task by what clients call it: its uuid, or the shortname that its owner gave it. */
import { jobId as jobIdShape } from "#lib/contract/scalars.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { jobFor } from "../jobs/get.ts";
import type { JobRow } from "../jobs/rows.ts";
import { accountOf, type Action, allowed } from "../policy.ts";
import type { AccountId, JobId } from "#lib/domain/ids.ts";
import { jobIdByShortname } from "./check.ts";

async function idOf(ctx: Ctx, reference: string): Promise<string> {
  const uuid = jobIdShape.safeParse(reference);
  if (uuid.success) return uuid.data;
  const id = await jobIdByShortname(ctx.db, accountOf(ctx.actor).accountId, reference);
  if (id === undefined) throw notFound("task");
  return id;
}

/** The job, if the caller may do that to it; else not_found. */
export async function taskFor(ctx: Ctx, action: Action, reference: string): Promise<JobRow> {
  const job = await jobFor(ctx, action, await idOf(ctx, reference));
  if (job.forgottenAt !== null) throw notFound("task");
  return job;
}

export interface TaskHead {
  id: JobId;
  accountId: AccountId;
  revision: number;
}

/** What tells whether anything is new: one short row, for callers who ask again and again. */
export async function taskHeadFor(ctx: Ctx, reference: string): Promise<TaskHead> {
  const rows = await ctx.db.query<TaskHead>(
    `select id, account_id as "accountId", revision from jobs where id = $1 and deleted_at is null and forgotten_at is null`,
    [await idOf(ctx, reference)],
  );
  return allowed(ctx.actor, "read", rows[0], "task");
}
