/** A quote's probes are there: more of them are asked for where that tells more of the price. */
import { nextProbes } from "#lib/domain/probes.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { insertFrames } from "../frames/rows.ts";
import type { JobRow } from "../jobs/rows.ts";
import { probesOf, workOf } from "./facts.ts";

/** Adds frames to the locked row of a job of probes, where the last of those that were asked for has just been delivered. */
export async function lookCloser(ctx: Ctx, tx: Transaction, job: JobRow): Promise<void> {
  if (job.probe === null || job.queued + job.active > 0) return;
  const more = nextProbes(await probesOf(tx, job), workOf(job.probe));
  if (more === null) return;
  const { frames, samples } = more;
  await insertFrames(tx, job.id, frames, samples);
  await ctx.queue.publish(tx, job.id, frames);
  await tx.query("update jobs set total_frames = total_frames + $2 where id = $1", [job.id, frames.length]);
  job.totalFrames += frames.length;
  job.queued += frames.length;
  tx.afterCommit(() => ctx.work.hint());
}
