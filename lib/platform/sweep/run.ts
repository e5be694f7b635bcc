/** Runs the sweep's steps by the clock, each on its own: one that fails is logged and does not keep the others. */
import { type Platform, systemContext } from "../context.ts";
import type { Ctx } from "../context.ts";
import { terminateOverdueGroups } from "../job-groups/terminate.ts";
import { removeUnusedContents } from "../contents/remove-unused.ts";
import { removeStalePacks } from "../contents/packs.ts";
import { pruneEvents } from "../outbox/prune.ts";
import { failDeadFrames } from "./dead-frames.ts";
import { dropEndedQueues } from "./ended-jobs.ts";
import { planWaitingJobs } from "../jobs/plan-waiting.ts";
import { decideStarts } from "../quotes/decide.ts";
import { resumePaidJobs } from "./resume-paid.ts";
import { endOpenSnapshots, takeDueSnapshots } from "./snapshots.ts";
import { endInspections, expireLeases, loseNodes, removeExpiredTokens, removeStaleUploads } from "./steps.ts";
import { abortUnbegunTasks, removeOutlivedPools, removeOutlivedTasks } from "./task-limits.ts";
import { endModels, removeUnusedModels } from "./scene-models.ts";
import { removeUnusedSources } from "./unused-sources.ts";

/** How soon silence is noticed beyond its deadline. Units: milliseconds. */
const OFTEN_MS = 4_000;
const RARELY_MS = 60_000;

type Step = (ctx: Ctx) => Promise<unknown>;
const OFTEN: Record<string, Step> = {
  expireLeases,
  loseNodes,
  failDeadFrames,
  endInspections,
  endModels,
  takeDueSnapshots,
  decideStarts,
};
const RARELY: Record<string, Step> = {
  resumePaidJobs,
  terminateOverdueGroups,
  removeStaleUploads,
  removeStalePacks,
  removeExpiredTokens,
  dropEndedQueues,
  planWaitingJobs: (ctx) => planWaitingJobs(ctx),
  removeUnusedModels,
  removeUnusedSources,
  removeUnusedContents,
  endOpenSnapshots,
  removeOutlivedTasks,
  removeOutlivedPools,
  abortUnbegunTasks,
  pruneEvents: (ctx) => pruneEvents(ctx.db),
};

async function runAll(ctx: Ctx, steps: Record<string, Step>): Promise<void> {
  for (const [step, run] of Object.entries(steps)) {
    try {
      await run(ctx);
    } catch (error) {
      ctx.log.error("sweep.failed", { step, error });
    }
  }
}

/** Everything once, now; for tests and the first look after a start. */
export async function sweepOnce(platform: Platform): Promise<void> {
  const ctx = systemContext(platform);
  await runAll(ctx, OFTEN);
  await runAll(ctx, RARELY);
}

/** Answers the function that stops it and waits for the step under way. Never runs two at once. */
export function startSweep(platform: Platform): () => Promise<void> {
  const ctx = systemContext(platform);
  let isStopped = false;
  let lastRare = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout;
  let running: Promise<void> = Promise.resolve();
  const sweep = async () => {
    await runAll(ctx, OFTEN);
    if (Date.now() - lastRare < RARELY_MS) return;
    lastRare = Date.now();
    await runAll(ctx, RARELY);
  };
  const again = () => {
    if (isStopped) return;
    timer = setTimeout(() => {
      running = sweep().then(again);
    }, OFTEN_MS);
    timer.unref();
  };
  again();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}
