/** quotes.start: a job of probes, shown nowhere and charged nowhere, that is rendered before all others. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Quote } from "#lib/contract/farm/quotes.ts";
import type { Api } from "#lib/contract/index.ts";
import { taskFromSettings } from "#lib/contract/translate/settings.ts";
import { sceneOf } from "#lib/domain/blend-summary.ts";
import { expandFrameRange, formatFrameRange } from "#lib/domain/frame-range.ts";
import type { AccountId, JobId } from "#lib/domain/ids.ts";
import { firstProbes, probeSize } from "#lib/domain/probes.ts";
import { effectiveSettings, type RenderSettings } from "#lib/domain/render-settings.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { planJob } from "../jobs/plan.ts";
import { removeJob } from "../jobs/remove.ts";
import { type ProbeFacts, readJob } from "../jobs/rows.ts";
import { submitJob } from "../jobs/submit.ts";
import { accountOf } from "../policy.ts";
import { getProject } from "../projects/list.ts";
import { checkTask, readTask } from "../tasks/check.ts";
import { startRows } from "./facts.ts";
import { presentQuote } from "./get.ts";

/** An account asks for one price at a time; the pictures of a few earlier ones stay for who looks at them in another tab. */
const KEPT = 4;
/** Jobs of an account that wait to start by themselves, or may not and nobody has looked yet. */
const MOST_STARTS = 20;

/** Those that are to start a job stay: whoever asked may have closed the page. */
async function giveUpEarlier(ctx: Ctx, accountId: AccountId): Promise<void> {
  const starts = await startRows(ctx.db, accountId);
  if (starts.length >= MOST_STARTS)
    throw new PlatformError(
      "conflict",
      `${starts.length} jobs wait to start by themselves already. Give up some of them first.`,
    );
  const rows = await ctx.db.query<{ id: JobId; isOpen: boolean }>(
    `select id, queued + active > 0 as "isOpen" from jobs
     where account_id = $1 and probe is not null and deleted_at is null and not (id = any($2::uuid[]))
     order by created_at desc`,
    [accountId, starts.map((row) => row.id)],
  );
  for (const [place, { id, isOpen }] of rows.entries())
    if (isOpen || place >= KEPT) await removeJob(ctx, { id });
}

/** Errors: not_found; invalid, with the field; conflict while nobody has looked into the file yet. */
export async function startQuote(ctx: Ctx, { body }: ParsedOf<Api["quotes"]["start"]>): Promise<Quote> {
  const { accountId } = accountOf(ctx.actor);
  const project = await getProject(ctx, { params: { projectId: body.projectId } });
  const settings = { ...body.settings, blendFile: project.blendFile };
  const { summary } = project;
  if (summary === null)
    throw new PlatformError(
      "conflict",
      "The file is not read yet. Ask for a price when its settings are there.",
    );
  planJob(settings, summary);
  const scene = sceneOf(summary, settings.scene);
  if (scene === undefined) throw notFound("scene");
  const whole = effectiveSettings(settings, scene);
  const frames = expandFrameRange(settings.frames);
  const { scale, samples } = probeSize(frames.length, whole.samples);
  const percentage = (settings.percentage ?? scene.percentage) * scale;
  // All else is the job's, its format too: writing it is part of what a frame costs.
  const probes: RenderSettings = {
    ...settings,
    frames: formatFrameRange(firstProbes(frames)),
    percentage: Math.max(1, Math.round(percentage)),
    samples,
  };
  await giveUpEarlier(ctx, accountId);
  const task = readTask(
    taskFromSettings({
      name: `Price of ${project.name}`,
      bucket: project.bucket,
      version: project.version,
      settings: probes,
    }),
  );
  await checkTask(ctx, task);
  const probe: ProbeFacts = {
    projectId: project.id,
    settings,
    pixels: whole.width * whole.height,
    samples: whole.samples,
    version: project.version,
    start: body.start === undefined ? null : { ...body.start, outcome: null },
  };
  const id = await submitJob(ctx, task, { probe });
  const job = await readJob(ctx.db, id);
  if (job === undefined) throw notFound("quote");
  return presentQuote(ctx, job);
}
