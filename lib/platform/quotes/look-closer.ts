/** A quote's first probes are there: where neighbours differ, more frames are looked at before the price is told. */
import { nextProbes } from "#lib/domain/quote.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { insertFrames } from "../frames/rows.ts";
import type { JobRow } from "../jobs/rows.ts";
import { probesOf, workOf } from "./facts.ts";

/** Adds frames to the locked row of a job of probes, where the last of those that were asked for has just been delivered. */
export async function lookCloser(ctx: Ctx, tx: Transaction, job: JobRow): Promise<void> {
  if (job.probe === null || job.queued + job.active > 0) return;
  const more = nextProbes(await probesOf(tx, job), workOf(job.probe));
  if (more.length === 0) return;
  await insertFrames(tx, job.id, more);
  await ctx.queue.publish(tx, job.id, more);
  await tx.query("update jobs set total_frames = total_frames + $2 where id = $1", [job.id, more.length]);
  job.totalFrames += more.length;
  job.queued += more.length;
  tx.afterCommit(() => ctx.work.hint());
}
