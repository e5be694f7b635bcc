/** groups.terminate, groups.remove, and the end of groups that are too old. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { stopJobs } from "../jobs/stop-all.ts";
import { groupFor } from "./find.ts";
import { deleteGroupRow, openJobsOfGroup, overdueGroups, terminateGroupRow } from "./rows.ts";

async function stopJobsOf(ctx: Ctx, groupId: string): Promise<void> {
  const open = await openJobsOfGroup(ctx.db, groupId);
  await stopJobs(
    ctx,
    open.map(({ id }) => id),
  );
}

/** First it takes no more, then what it has is stopped. Errors: not_found. */
export async function terminateGroup(
  ctx: Ctx,
  { params }: ParsedOf<Api["groups"]["terminate"]>,
): Promise<void> {
  const { id } = await groupFor(ctx, params.group);
  await terminateGroupRow(ctx.db, id, new Date(ctx.clock.now()));
  await stopJobsOf(ctx, id);
}

/** Errors: not_found, forbidden while jobs of it run and nobody said `force`. */
export async function removeGroup(
  ctx: Ctx,
  { params, query }: ParsedOf<Api["groups"]["remove"]>,
): Promise<void> {
  const group = await groupFor(ctx, params.group);
  if (group.open > 0 && !query.force)
    throw new PlatformError("forbidden", "The job has running tasks. Terminate it first, or say force=true.");
  await deleteGroupRow(ctx.db, group.id, new Date(ctx.clock.now()));
  await stopJobsOf(ctx, group.id);
}

/** A step of the sweep. */
export async function terminateOverdueGroups(ctx: Ctx): Promise<void> {
  const now = new Date(ctx.clock.now());
  for (const { id } of await overdueGroups(ctx.db, now)) {
    await terminateGroupRow(ctx.db, id, now);
    await stopJobsOf(ctx, id);
  }
}
