/**
 * jobs.pictures: signed addresses for the frames on somebody's screen. A frame under a lease answers where its thumbnail
 * will be, so that a page shows it in the moment it hears that it is there.
 */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { PictureSize } from "#lib/contract/farm/jobs.ts";
import type { Api } from "#lib/contract/index.ts";
import { expandFrameRange, FrameRangeError } from "#lib/domain/frame-range.ts";
import { isBrowserImage, outputFileName } from "#lib/domain/output.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { jobFor } from "../jobs/get.ts";
import type { JobRow } from "../jobs/rows.ts";
import { outputKeys } from "../leases/output-keys.ts";
import { type FrameRow, framesNamed } from "./rows.ts";

/** More than a screen holds. */
const MOST = 256;

function numbersOf(range: string): number[] {
  try {
    const numbers = expandFrameRange(range);
    if (numbers.length <= MOST) return numbers;
    const words = `Ask for at most ${MOST} frames at once.`;
    throw new PlatformError("invalid", words, { frames: words });
  } catch (error) {
    if (!(error instanceof FrameRangeError)) throw error;
    throw new PlatformError("invalid", error.message, { frames: error.message });
  }
}

function keyOf(job: JobRow, row: FrameRow, size: PictureSize): string | null {
  if (row.state === "active" && row.leaseId !== null && size === "small" && job.script === null)
    return outputKeys(row.leaseId, outputFileName(row.frame, job.settings.format, job.fileExtension))
      .thumbnail;
  if (row.state !== "completed") return null;
  const isShown = row.fileName !== null && isBrowserImage(row.fileName);
  const large = row.previewKey ?? (isShown ? row.outputKey : null);
  return size === "large" ? (large ?? row.thumbnailKey) : row.thumbnailKey;
}

export async function pictures(
  ctx: Ctx,
  { params, query }: ParsedOf<Api["jobs"]["pictures"]>,
): Promise<ReplyOf<Api["jobs"]["pictures"]>> {
  const job = await jobFor(ctx, "read", params.jobId);
  const numbers = numbersOf(query.frames);
  const rows = new Map((await framesNamed(ctx.db, job.id, numbers)).map((row) => [row.frame, row]));
  const urls = numbers.map((number) => {
    const row = rows.get(number);
    const key = row === undefined ? null : keyOf(job, row, query.size);
    return key === null ? Promise.resolve(null) : ctx.objects.signedGet(job.resultBucket, key);
  });
  return { revision: job.revision, urls: await Promise.all(urls) };
}
