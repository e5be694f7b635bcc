/** From the rows of a quote's job to what the model reckons with. */
import { expandFrameRange } from "#lib/domain/frame-range.ts";
import type { Probe, Work } from "#lib/domain/quote.ts";
import type { Sql } from "../db/database.ts";
import { listFrames } from "../frames/rows.ts";
import type { JobRow, ProbeFacts } from "../jobs/rows.ts";

/** Far above what a quote ever asks for. */
const MOST_PROBES = 100;

export const workOf = ({ settings, pixels, samples }: ProbeFacts): Work => ({
  frames: expandFrameRange(settings.frames),
  pixels,
  samples,
});

export const pixelsOf = ({ effective }: Pick<JobRow, "effective">): number =>
  effective.width * effective.height;

export const probeRows = (sql: Sql, job: Pick<JobRow, "id">) =>
  listFrames(sql, job.id, { offset: 0, limit: MOST_PROBES });

/** The probes that were rendered. */
export async function probesOf(sql: Sql, job: JobRow): Promise<Probe[]> {
  const rows = await probeRows(sql, job);
  return rows.flatMap(({ state, frame, coreSeconds, samples, ...told }) => {
    if (state !== "completed" || coreSeconds === null) return [];
    const { setupCoreSeconds, samplingCoreSeconds, isCold } = told;
    const size = { pixels: pixelsOf(job), samples: samples ?? job.effective.samples };
    return [{ frame, coreSeconds, setupCoreSeconds, samplingCoreSeconds, isCold, ...size }];
  });
}
