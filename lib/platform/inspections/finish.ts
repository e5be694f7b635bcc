/** inspections.finish: the project is ready or unreadable, and its owner's pages know it. Safe to repeat. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { InspectionId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { appendEvent } from "../outbox/append.ts";
import { presentProject } from "../projects/present.ts";
import { lockProject, setInspected } from "../projects/rows.ts";
import { endInspection, lockInspection } from "./rows.ts";

type Result = ParsedOf<Api["inspections"]["finish"]>["body"]["result"];

export async function concludeInspection(ctx: Ctx, id: InspectionId, result: Result): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const inspection = await lockInspection(tx, id);
    if (inspection === undefined) throw notFound("inspection");
    if (inspection.endedAt !== null) return;
    await endInspection(tx, id, new Date(ctx.clock.now()));
    const project = await lockProject(tx, inspection.projectId);
    if (project === undefined) return;
    const found =
      result.kind === "summary"
        ? { state: "ready" as const, summary: result.summary, problem: null }
        : { state: "unreadable" as const, summary: null, problem: result.problem };
    await setInspected(tx, project.id, found);
    await appendEvent(tx, {
      type: "project.changed",
      accountId: project.accountId,
      project: presentProject({ ...project, ...found }),
    });
  });
}

export const finishInspection = (
  ctx: Ctx,
  { params, body }: ParsedOf<Api["inspections"]["finish"]>,
): Promise<void> => concludeInspection(ctx, params.inspectionId, body.result);
