/**
 * A quote that is to start a job is complete: the job starts, or its owner is told why not. Done once, in the transaction
 * that makes the job; the sweep comes by for those whose platform died in between.
 */
import { taskFromSettings } from "#lib/contract/translate/settings.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { isEnded } from "#lib/domain/job.ts";
import { capOfStart, whyNotStart } from "#lib/domain/start-within.ts";
import { accountById } from "../accounts/rows.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { PlatformError } from "../errors.ts";
import { type JobRow, lockJob, readJob, saveProbe } from "../jobs/rows.ts";
import { submitJob } from "../jobs/submit.ts";
import { appendEvents } from "../outbox/append.ts";
import { getProject } from "../projects/list.ts";
import { checkTask, readTask } from "../tasks/check.ts";
import { undecidedRows } from "./facts.ts";
import { presentQuote } from "./get.ts";

/** Somebody else was there first, or it was given up. */
class Decided extends Error {}

async function decide(
  tx: Transaction,
  quoteId: JobId,
  outcome: { jobId: JobId | null; text: string },
): Promise<void> {
  const job = await lockJob(tx, quoteId);
  const { probe } = job ?? {};
  if (job === undefined || !probe?.start || probe.start.outcome !== null) throw new Decided();
  job.probe = { ...probe, start: { ...probe.start, outcome } };
  await saveProbe(tx, job);
  await appendEvents(tx, [
    { type: "quote.decided", accountId: job.accountId, quoteId, ...outcome },
    { type: "quote.changed", accountId: job.accountId, quoteId },
  ]);
}

/** As its owner, whose page may be closed. Null: there is no such account any more. */
async function asOwner(ctx: Ctx, { accountId }: JobRow): Promise<Ctx | null> {
  const account = await accountById(ctx.db, accountId);
  if (account === undefined || account.isDisabled) return null;
  const { email } = account;
  return {
    ...ctx,
    actor: { type: "account", accountId, email, role: "artist", scope: "submit", tokenId: "" },
  };
}

/** Answers why the job may not start; undefined when it did. Errors: PlatformError of what submitting refuses. */
async function startOrReason(ctx: Ctx, job: JobRow): Promise<string | undefined> {
  const { probe } = job;
  if (!probe?.start) return undefined;
  const { start, projectId, settings, version } = probe;
  const project = await getProject(ctx, { params: { projectId } });
  const quote = await presentQuote(ctx, job);
  const failed = quote.probes.find((one) => one.problem !== null);
  const reason = whyNotStart({
    wish: start,
    estimate: quote.estimate,
    problem: quote.problem ?? (failed === undefined ? null : `frame ${failed.frame}: ${failed.problem}`),
    missingFiles: project.summary?.missingFiles ?? [],
  });
  if (reason !== null) return reason;
  const { name } = start;
  const ceiling = capOfStart(start);
  const task = readTask(taskFromSettings({ name, bucket: project.bucket, version, settings, ceiling }));
  await checkTask(ctx, task);
  const text = `${name} was started by itself: its price is within ${start.within.toLocaleString("en")} credits.`;
  await submitJob(ctx, task, { before: (tx, jobId) => decide(tx, job.id, { jobId, text }) });
  return undefined;
}

/** Safe to repeat, and to ask for any job. */
export async function decideStart(ctx: Ctx, quoteId: JobId): Promise<void> {
  const job = await readJob(ctx.db, quoteId);
  if (!job?.probe?.start || job.probe.start.outcome !== null || !isEnded(job.state)) return;
  const { name } = job.probe.start;
  try {
    const owner = await asOwner(ctx, job);
    const reason =
      owner === null ? "the account is disabled." : await startOrReason(owner, job).catch(reasonOf);
    if (reason === undefined) return;
    const text = `${name} was not started: ${reason}`;
    await ctx.db.transaction((tx) => decide(tx, quoteId, { jobId: null, text }));
  } catch (error) {
    if (!(error instanceof Decided)) throw error;
  }
}

/** What submitting refuses is the reason; what broke is tried again by the sweep. */
function reasonOf(error: unknown): string {
  if (error instanceof PlatformError) return error.message;
  throw error;
}

/** The sweep's step. */
export async function decideStarts(ctx: Ctx): Promise<void> {
  for (const { id } of await undecidedRows(ctx.db)) await decideStart(ctx, id);
}
