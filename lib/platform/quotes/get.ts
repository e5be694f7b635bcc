/** quotes.get, quotes.starts, quotes.giveUp. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Quote } from "#lib/contract/farm/quotes.ts";
import type { Api } from "#lib/contract/index.ts";
import { FAILURE_TEXT } from "#lib/domain/frame.ts";
import { isEnded } from "#lib/domain/job.ts";
import { estimateJob } from "#lib/domain/quote.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { jobFor } from "../jobs/get.ts";
import { removeJob } from "../jobs/remove.ts";
import type { JobRow } from "../jobs/rows.ts";
import { accountOf } from "../policy.ts";
import { pixelsOf, probeRows, probesOf, startRows, workOf } from "./facts.ts";

export const getQuote = async (ctx: Ctx, { params }: ParsedOf<Api["quotes"]["get"]>): Promise<Quote> =>
  presentQuote(ctx, await jobFor(ctx, "read", params.quoteId));

export async function listStarts(ctx: Ctx): Promise<Quote[]> {
  const rows = await startRows(ctx.db, accountOf(ctx.actor).accountId);
  return Promise.all(rows.map((row) => presentQuote(ctx, row)));
}

/** Errors: not_found for a job that is no quote's, too. */
export async function giveUpQuote(ctx: Ctx, { params }: ParsedOf<Api["quotes"]["giveUp"]>): Promise<void> {
  const job = await jobFor(ctx, "change", params.quoteId);
  if (job.probe === null) throw notFound("quote");
  await removeJob(ctx, job);
}

/** Errors: not_found for a job that is no quote's. */
export async function presentQuote(ctx: Ctx, job: JobRow): Promise<Quote> {
  if (job.probe === null) throw notFound("quote");
  const { projectId, settings, pixels, samples, start } = job.probe;
  const rows = await probeRows(ctx.db, job);
  const estimate = estimateJob(await probesOf(ctx.db, job), workOf(job.probe));
  const failed = rows.find((row) => row.failure !== null);
  const problem = job.problem ?? (failed?.failure ? FAILURE_TEXT[failed.failure] : null);
  const isOver = isEnded(job.state);
  const state = !isOver ? "probing" : estimate === null ? "failed" : "ready";
  return {
    id: job.id,
    accountId: job.accountId,
    projectId,
    state,
    problem: state === "failed" ? (problem ?? "The probes were stopped. Ask again.") : null,
    settings,
    pixels,
    samples,
    probePixels: pixelsOf(job),
    probes: await Promise.all(
      rows.map(async (row) => ({
        frame: row.frame,
        state: row.state,
        problem: row.failure === null ? null : FAILURE_TEXT[row.failure],
        thumbnailUrl:
          row.thumbnailKey === null ? null : await ctx.objects.signedGet(job.resultBucket, row.thumbnailKey),
        peakMemoryBytes: row.peakMemoryBytes,
        coreSeconds: row.coreSeconds,
        setupCoreSeconds: row.setupCoreSeconds,
        samplingCoreSeconds: row.samplingCoreSeconds,
        isCold: row.isCold,
        samples: row.samples ?? job.effective.samples,
      })),
    ),
    estimate,
    // Of a quote that was asked for before there were such wishes nothing is known of them.
    start: start ?? null,
  };
}
