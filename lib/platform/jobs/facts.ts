/** jobs.facts: the facts sheet. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { JobFacts } from "#lib/contract/farm/facts.ts";
import type { Api } from "#lib/contract/index.ts";
import { footprintOf } from "#lib/domain/carbon.ts";
import { readCarbonFacts } from "../carbon/settings.ts";
import type { Ctx } from "../context.ts";
import { sumOfSizes } from "../frames/rows.ts";
import { readSource } from "../sources/rows.ts";
import { jobFor } from "./get.ts";
import type { JobRow } from "./rows.ts";

export async function getFacts(ctx: Ctx, { params }: ParsedOf<Api["jobs"]["facts"]>): Promise<JobFacts> {
  const job = await jobFor(ctx, "read", params.jobId);
  const factors = await readCarbonFacts(ctx);
  const source = await readSource(ctx.db, job.sourceId);
  const until = job.endedAt?.getTime() ?? ctx.clock.now();
  const durationSeconds =
    job.startedAt === null ? null : Math.max(0, (until - job.startedAt.getTime()) / 1000);
  const measured = { joules: job.measuredJoules, coreSeconds: job.measuredCoreSeconds };
  const footprint = footprintOf(job.coreSeconds, factors, measured);
  return {
    durationSeconds,
    coreSeconds: job.coreSeconds,
    secondsPerFrame: job.completed === 0 ? null : job.frameSeconds / job.completed,
    averageCores:
      durationSeconds === null || durationSeconds === 0 ? null : job.coreSeconds / durationSeconds,
    bytesIn: source?.sizeBytes ?? 0,
    bytesOut: await sumOfSizes(ctx.db, job.id),
    energy: {
      source: sourceOf(job),
      wattsPerCore:
        job.coreSeconds === 0 ? factors.wattsPerCore : (footprint.machineWh * 3600) / job.coreSeconds,
      consumedWh: footprint.totalWh,
      savedWh: footprint.savedWh,
      savedGrams: footprint.savedByComputing + footprint.savedByHeat,
      emittedGrams: footprint.grams,
      personDays: footprint.personDays,
    },
    factors,
  };
}

/** Sums of many small numbers differ in their last digits. */
const ALL = 0.999;

function sourceOf({ measuredCoreSeconds, coreSeconds }: JobRow): JobFacts["energy"]["source"] {
  if (measuredCoreSeconds === 0) return "told";
  return measuredCoreSeconds >= coreSeconds * ALL ? "measured" : "both";
}
