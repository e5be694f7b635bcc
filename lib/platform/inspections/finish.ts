/**
 * inspections.finish: the source is ready or unreadable; its projects' owner sees it, and jobs that waited for it are planned.
 * Safe to repeat.
 */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { InspectionId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { planWaitingJobs } from "../jobs/plan-waiting.ts";
import { appendEvents } from "../outbox/append.ts";
import { presentProject } from "../projects/present.ts";
import { projectsOfSource } from "../projects/rows.ts";
import { lockSource, setInspected } from "../sources/rows.ts";
import { endInspection, lockInspection } from "./rows.ts";

type Result = ParsedOf<Api["inspections"]["finish"]>["body"]["result"];

const foundBy = (result: Result) =>
  result.kind === "summary"
    ? { state: "ready" as const, summary: result.summary, problem: null }
    : { state: "unreadable" as const, summary: null, problem: result.problem };

export async function concludeInspection(ctx: Ctx, id: InspectionId, result: Result): Promise<void> {
  const sourceId = await ctx.db.transaction(async (tx) => {
    const inspection = await lockInspection(tx, id);
    if (inspection === undefined) throw notFound("inspection");
    if (inspection.endedAt !== null) return null;
    await endInspection(tx, id, new Date(ctx.clock.now()));
    const source = await lockSource(tx, inspection.sourceId);
    if (source === undefined) return null;
    await setInspected(tx, source.id, foundBy(result));
    const projects = await projectsOfSource(tx, source.id);
    const changed = projects.map((project) => ({
      type: "project.changed" as const,
      accountId: project.accountId,
      project: presentProject(project),
    }));
    if (changed.length > 0) await appendEvents(tx, changed);
    return source.id;
  });
  if (sourceId !== null) await planWaitingJobs(ctx, sourceId);
}

export const finishInspection = (
  ctx: Ctx,
  { params, body }: ParsedOf<Api["inspections"]["finish"]>,
): Promise<void> => concludeInspection(ctx, params.inspectionId, body.result);
