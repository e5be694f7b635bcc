/** Frame rows as the contract shows them. Signing an address is arithmetic, so this may run inside a transaction. */
import type { Frame, FrameDetail } from "#lib/contract/farm/jobs.ts";
import { isBrowserImage } from "#lib/domain/output.ts";
import type { Platform } from "../context.ts";
import { streamKeys } from "../leases/output-keys.ts";
import type { AttemptRow } from "./attempt-rows.ts";
import type { ResultRow } from "./result-rows.ts";
import type { FrameRow } from "./rows.ts";

export const thumbnailUrl = async ({ objects }: Platform, bucket: string, key: string | null) =>
  key === null ? null : objects.signedGet(bucket, key);

export async function presentFrame(platform: Platform, bucket: string, row: FrameRow): Promise<Frame> {
  return {
    frame: row.frame,
    state: row.state,
    attempt: row.attempt,
    nodeName: row.nodeName,
    seconds: row.seconds,
    coreSeconds: row.coreSeconds,
    peakMemoryBytes: row.peakMemoryBytes,
    failure: row.failure,
    fileName: row.fileName,
    sizeBytes: row.sizeBytes,
    resultCount: row.resultCount,
    thumbnailUrl: await thumbnailUrl(platform, bucket, row.thumbnailKey),
  };
}

export const presentFrames = (
  platform: Platform,
  bucket: string,
  rows: readonly FrameRow[],
): Promise<Frame[]> => Promise.all(rows.map((row) => presentFrame(platform, bucket, row)));

export async function presentFrameDetail(
  platform: Platform,
  job: { resultBucket: string; name: string },
  row: FrameRow,
  attempts: readonly AttemptRow[],
  results: readonly ResultRow[],
): Promise<FrameDetail> {
  const sign = (key: string | null, downloadName?: string) =>
    key === null ? null : platform.objects.signedGet(job.resultBucket, key, { downloadName });
  const isShown = row.fileName !== null && isBrowserImage(row.fileName);
  return {
    ...(await presentFrame(platform, job.resultBucket, row)),
    outputUrl: await sign(row.outputKey, row.fileName ?? undefined),
    previewUrl: await sign(row.previewKey ?? (isShown ? row.outputKey : null)),
    results: await Promise.all(
      results.map(async ({ path, key, sizeBytes }) => ({
        path,
        sizeBytes,
        url: await platform.objects.signedGet(job.resultBucket, key, {
          downloadName: path.slice(path.lastIndexOf("/") + 1),
        }),
      })),
    ),
    attempts: await Promise.all(
      attempts.map(async ({ leaseId, stdoutBytes, stderrBytes, ...a }) => {
        const keys = streamKeys(leaseId, row.frame);
        return {
          ...a,
          startedAt: a.startedAt.toISOString(),
          endedAt: a.endedAt?.toISOString() ?? null,
          stdoutUrl: await sign(stdoutBytes === null ? null : keys.stdout, `stdout-${row.frame}.txt`),
          stderrUrl: await sign(stderrBytes === null ? null : keys.stderr, `stderr-${row.frame}.txt`),
        };
      }),
    ),
  };
}
