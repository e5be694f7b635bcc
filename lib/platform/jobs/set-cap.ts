/** jobs.setCap: the owner says what a job may cost, before, while and after it renders. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import type { Api } from "#lib/contract/index.ts";
import { withCapConstants } from "#lib/contract/translate/cap.ts";
import { creditsInWords } from "#lib/domain/cap.ts";
import { fromCredits, roundedTotal } from "#lib/domain/credits.ts";
import { isEnded } from "#lib/domain/job.ts";
import type { Ctx } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import { adjustHold } from "./adjust-hold.ts";
import { commitJobChange } from "./change.ts";
import { jobFor } from "./get.ts";
import { holdOf } from "./plan-source.ts";
import { lockJob, saveOwnersChange } from "./rows.ts";

/** Errors: invalid below what is charged already. */
export async function setCap(ctx: Ctx, { params, body }: ParsedOf<Api["jobs"]["setCap"]>): Promise<Job> {
  const { id } = await jobFor(ctx, "change", params.jobId);
  return ctx.db.transaction(async (tx) => {
    const job = await lockJob(tx, id);
    if (job === undefined) throw notFound("job");
    const cap = body.credits === null ? null : fromCredits(body.credits);
    const least = roundedTotal(job.charged);
    if (cap !== null && cap < least)
      throw invalidField("credits", `${creditsInWords(least)} are charged already; the cap can't be lower.`);
    job.cap = cap;
    job.atCap = body.atCap ?? job.atCap;
    // A new cap is told of anew.
    job.capTold = "below";
    // What is made of this task later (a clone, a retry of scripts) has the cap that was last chosen.
    const { credits, atCap } = { credits: body.credits, atCap: job.atCap };
    job.task = { ...job.task, constants: withCapConstants(job.task.constants, { credits, atCap }) };
    await saveOwnersChange(tx, job);
    const sums = isEnded(job.state)
      ? null
      : await adjustHold(ctx, tx, job, holdOf(job, job.queued + job.active));
    return commitJobChange(ctx, tx, job, { frames: [], sums });
  });
}
