/** tasks.update and tasks.refresh: what may change of a task that is there. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { keptConstants } from "#lib/contract/translate/words.ts";
import { isEnded } from "#lib/domain/job.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { commitJobChange } from "../jobs/change.ts";
import { lockJob, saveOwnersChange } from "../jobs/rows.ts";
import { taskFor } from "./find.ts";
import { openedConstants, sealedConstants } from "./secret-constants.ts";

/**
 * Tags, and constants as they are told. What is rendered was fixed when the task was made: frames that wait are not
 * rendered otherwise than those before them.
 */
export async function updateTask(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["tasks"]["update"]>,
): Promise<void> {
  const { id } = await taskFor(ctx, "change", params.jobId);
  await ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, id);
    if (job === undefined) throw notFound("task");
    if (body.tags) job.tags = body.tags;
    if (body.constants) {
      const constants = keptConstants(openedConstants(ctx, job.task.constants), body.constants);
      job.task = { ...job.task, constants: sealedConstants(ctx, constants) };
    }
    await saveOwnersChange(tx, job);
    await commitJobChange(ctx, tx, job, { frames: [] });
  });
}

/** A running task takes its resources as they were when it was made; that it runs is all there is to check. */
export async function refreshTask(ctx: Ctx, { params }: ParsedOf<Api["tasks"]["refresh"]>): Promise<void> {
  const job = await taskFor(ctx, "change", params.jobId);
  if (isEnded(job.state)) throw new PlatformError("invalid", "The task is not running.");
}
