/** The files of an archive: of the frames named, their pictures or what a command left. */
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import type { Sql } from "../db/database.ts";
import { paddedFrame } from "#lib/domain/output.ts";
import { resultsOfJob } from "../frames/result-rows.ts";
import { framesWithOutput } from "../frames/rows.ts";

export interface ArchivedFile {
  frame: number;
  fileName: string;
  key: string;
  sizeBytes: number;
  finishedAt: Date;
}

export async function chooseFiles(sql: Sql, jobId: string, frames: string | null): Promise<ArchivedFile[]> {
  const wanted = frames === null ? null : new Set(expandFrameRange(frames));
  const rows = await framesWithOutput(sql, jobId);
  return rows.flatMap(({ frame, fileName, outputKey, sizeBytes, finishedAt }) => {
    if (wanted !== null && !wanted.has(frame)) return [];
    if (fileName === null || outputKey === null || sizeBytes === null || finishedAt === null) return [];
    return [{ frame, fileName, key: outputKey, sizeBytes, finishedAt }];
  });
}

/** Under their own paths; those that several runs wrote each go to a folder of their run. Shape: "out.csv", "0007/log.txt" */
export async function chooseResults(sql: Sql, jobId: string, frames: string | null): Promise<ArchivedFile[]> {
  const wanted = frames === null ? null : new Set(expandFrameRange(frames));
  const rows = (await resultsOfJob(sql, jobId)).filter((row) => wanted === null || wanted.has(row.frame));
  const paths = Map.groupBy(rows, (row) => row.path);
  const isShared = (path: string) => (paths.get(path)?.length ?? 0) > 1;
  return rows.map(({ frame, path, key, sizeBytes, finishedAt }) => ({
    frame,
    fileName: isShared(path) ? `${paddedFrame(frame)}/${path}` : path,
    key,
    sizeBytes,
    finishedAt,
  }));
}
