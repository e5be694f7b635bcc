/** tasks.abort and tasks.remove: by any name of the task, with the manners of the client that made it. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { isOfDisks, taskCreation } from "#lib/contract/qarnot/task.ts";
import { isEnded } from "#lib/domain/job.ts";
import type { Ctx } from "../context.ts";
import { abortJob } from "../jobs/abort.ts";
import { removeJob } from "../jobs/remove.ts";
import { forgetJob } from "../jobs/rows.ts";
import { taskFor } from "./find.ts";

export async function abortTask(ctx: Ctx, { params }: ParsedOf<Api["tasks"]["abort"]>): Promise<void> {
  await abortJob(ctx, await taskFor(ctx, "change", params.jobId));
}

/**
 * Gone, and stopped first if needed. For clients of 2015 the first DELETE of a running task only stops it: they look at
 * it afterwards, and send another when they have. They also delete each task as soon as they have its pictures, so that
 * only scripts forget it: its owner's pages keep its frames and what it cost.
 */
export async function removeTask(ctx: Ctx, { params }: ParsedOf<Api["tasks"]["remove"]>): Promise<void> {
  const job = await taskFor(ctx, "change", params.jobId);
  if (!isOfDisks(taskCreation.parse(job.task))) await removeJob(ctx, job);
  else if (isEnded(job.state)) await forgetJob(ctx.db, job.id, new Date(ctx.clock.now()));
  else await abortJob(ctx, job);
}
