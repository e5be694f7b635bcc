/** jobs.archive: a signed address of a .zip, to be opened as a plain navigation. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { formatFrameRange } from "#lib/domain/frame-range.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { jobFor } from "../jobs/get.ts";
import { framesOf } from "../jobs/retry.ts";
import { chooseFiles, chooseResults } from "./choose.ts";
import type { JobRow } from "../jobs/rows.ts";
import { ARCHIVE_PATH, writeTicket } from "./ticket.ts";

/** A browser follows it at once. Units: milliseconds. */
const BEGIN_MS = 60_000;

/** Errors: conflict when none of the frames has a picture yet. */
export async function archiveAddress(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["jobs"]["archive"]>,
): Promise<ReplyOf<Api["jobs"]["archive"]>> {
  const job = await jobFor(ctx, "read", params.jobId);
  return archiveOf(ctx, job, body.frames === null ? null : formatFrameRange(framesOf(body.frames)));
}

/** `frames`: canonical; null for all that have a picture. Errors: conflict when none has. */
export async function archiveOf(
  ctx: Ctx,
  job: JobRow,
  frames: string | null,
): Promise<ReplyOf<Api["jobs"]["archive"]>> {
  const isRender = job.script === null;
  const files = await (isRender ? chooseFiles : chooseResults)(ctx.db, job.id, frames);
  if (files.length === 0) {
    const what = isRender ? "None of these frames has a picture yet." : "None of these runs left a file yet.";
    throw new PlatformError("conflict", what);
  }
  const ticket = { jobId: job.id, frames, until: ctx.clock.now() + BEGIN_MS };
  const url = `${ctx.settings.apiOrigin}${ARCHIVE_PATH}${writeTicket(ctx.settings.secret, ticket)}`;
  return { url, frames: new Set(files.map((file) => file.frame)).size };
}
