/** The frames of an archive: those named that have a picture. */
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import type { Sql } from "../db/database.ts";
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
