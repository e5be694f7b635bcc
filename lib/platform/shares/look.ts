/** What a guest sees: the card of a link, the job as it is, its pictures. Nothing here is more than the link was made for. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { ShareCard, SharedJob, SharedPicture } from "#lib/contract/farm/shares.ts";
import type { Api } from "#lib/contract/index.ts";
import { formatFrameRange } from "#lib/domain/frame-range.ts";
import type { FrameState } from "#lib/domain/frame.ts";
import { isBrowserImage } from "#lib/domain/output.ts";
import { PICTURES_A_PAGE, writeStates } from "#lib/domain/share-link.ts";
import { archiveOf } from "../archive/address.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { readFrame } from "../frames/rows.ts";
import { readJob } from "../jobs/rows.ts";
import { jobOfGuest, shareOf } from "./guest.ts";

type Call<Name extends keyof Api["shared"]> = ParsedOf<Api["shared"][Name]>;

export async function shareCardOf(ctx: Ctx, { params }: Call<"card">): Promise<ShareCard> {
  const share = await shareOf(ctx, params.token);
  const asksPassword = share.passwordHash !== null;
  const job = asksPassword ? undefined : await readJob(ctx.db, share.jobId);
  return {
    title: share.title,
    asksPassword,
    done: job?.completed ?? null,
    total: job?.totalFrames ?? null,
    state: job?.state ?? null,
  };
}

export async function lookAtShared(ctx: Ctx, { params, query }: Call<"look">): Promise<SharedJob> {
  const { share, job } = await jobOfGuest(ctx, params.token, query.key);
  const rows = await ctx.db.query<{ frame: number; state: FrameState }>(
    "select frame, state from frames where job_id = $1 order by frame",
    [job.id],
  );
  const { engine, samples, width, height, fps } = job.effective;
  return {
    title: share.title,
    note: share.note,
    state: job.state,
    frames: formatFrameRange(rows.map((row) => row.frame)),
    states: writeStates(rows.map((row) => row.state)),
    fps,
    width,
    height,
    allowsDownload: share.allowsDownload,
    expiresAt: share.expiresAt?.toISOString() ?? null,
    facts: share.showsFacts
      ? {
          engine,
          samples,
          coreSeconds: job.coreSeconds,
          startedAt: job.startedAt?.toISOString() ?? null,
          endedAt: job.endedAt?.toISOString() ?? null,
        }
      : null,
  };
}

export async function sharedPictures(
  ctx: Ctx,
  { params, query }: Call<"pictures">,
): Promise<SharedPicture[]> {
  const { job } = await jobOfGuest(ctx, params.token, query.key);
  const rows = await ctx.db.query<{ frame: number; thumbnailKey: string | null }>(
    `select frame, thumbnail_key as "thumbnailKey" from frames where job_id = $1 order by frame offset $2 limit $3`,
    [job.id, query.from, PICTURES_A_PAGE],
  );
  const signed = rows.map(async ({ frame, thumbnailKey }) =>
    thumbnailKey === null
      ? null
      : { frame, thumbnailUrl: await ctx.objects.signedGet(job.resultBucket, thumbnailKey) },
  );
  return (await Promise.all(signed)).filter((one) => one !== null);
}

/** As many as a contact sheet shows, evenly over the finished frames. */
const CONTACTS = 12;

export async function sharedContacts(ctx: Ctx, { params }: Call<"contact">): Promise<SharedPicture[]> {
  const share = await shareOf(ctx, params.token);
  if (share.passwordHash !== null) return [];
  const rows = await ctx.db.query<{ frame: number; thumbnailKey: string; bucket: string }>(
    `with done as (
       select f.frame, f.thumbnail_key, j.result_bucket, row_number() over (order by f.frame) - 1 as place,
         count(*) over () as total
       from frames f join jobs j on j.id = f.job_id where j.id = $1 and f.thumbnail_key is not null)
     select frame, thumbnail_key as "thumbnailKey", result_bucket as bucket from done
     where total <= $2::int or place in (select round(i * (total - 1) / ($2::numeric - 1)) from generate_series(0, $2::int - 1) i)
     order by frame`,
    [share.jobId, CONTACTS],
  );
  return Promise.all(
    rows.map(async ({ frame, thumbnailKey, bucket }) => ({
      frame,
      thumbnailUrl: await ctx.objects.signedGet(bucket, thumbnailKey),
    })),
  );
}

export async function sharedFrame(
  ctx: Ctx,
  { params, query }: Call<"frame">,
): Promise<ReplyOf<Api["shared"]["frame"]>> {
  const { share, job } = await jobOfGuest(ctx, params.token, query.key);
  const row = await readFrame(ctx.db, job.id, params.frame);
  if (row === undefined) throw notFound("frame");
  const sign = async (key: string | null, downloadName?: string) =>
    key === null ? null : ctx.objects.signedGet(job.resultBucket, key, { downloadName });
  const isShown = row.fileName !== null && isBrowserImage(row.fileName);
  return {
    previewUrl: await sign(row.previewKey ?? (isShown ? row.outputKey : null)),
    outputUrl: share.allowsDownload ? await sign(row.outputKey, row.fileName ?? undefined) : null,
  };
}

export async function sharedArchive(
  ctx: Ctx,
  { params, body }: Call<"archive">,
): Promise<ReplyOf<Api["shared"]["archive"]>> {
  const { share, job } = await jobOfGuest(ctx, params.token, body.key);
  if (!share.allowsDownload)
    throw new PlatformError("forbidden", "This link does not let anything be downloaded.");
  return { url: (await archiveOf(ctx, job, null)).url };
}

export async function identifyGuest(
  ctx: Ctx,
  { body }: Call<"identify">,
): Promise<ReplyOf<Api["shared"]["identify"]>> {
  const { share } = await jobOfGuest(ctx, body.token, body.key);
  return { shareId: share.id, jobId: share.jobId, expiresAt: share.expiresAt?.toISOString() ?? null };
}
