/** sceneModels.finish: the model is there, or why not; whoever asked for it sees it. Safe to repeat. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { SceneModelId } from "#lib/domain/ids.ts";
import { MAX_MODEL_BYTES } from "#lib/domain/scene-model.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { appendEvents } from "../outbox/append.ts";
import { placeOf } from "./place.ts";
import { endModel, lockModel, readModel, type SceneModelRow } from "./rows.ts";

type Result = ParsedOf<Api["sceneModels"]["finish"]>["body"]["result"];
type End = Pick<SceneModelRow, "state" | "problem" | "sizeBytes" | "facts">;

const none = (problem: string): End => ({ state: "failed", problem, sizeBytes: null, facts: null });

/** What the node says is looked up in storage: a page is never sent what is not there, or more than was allowed. */
async function endOf(ctx: Ctx, row: SceneModelRow, result: Result): Promise<End> {
  if (result.kind === "none") return none(result.problem);
  const head = await ctx.objects.head(...placeOf(row));
  if (head === null) return none("The model did not reach storage. Ask for it again.");
  if (head.sizeBytes > MAX_MODEL_BYTES) {
    await ctx.objects.remove(...placeOf(row));
    return none("The model came out larger than a page may be sent.");
  }
  return { state: "ready", problem: null, sizeBytes: head.sizeBytes, facts: result.facts };
}

export async function concludeModel(ctx: Ctx, id: SceneModelId, result: Result): Promise<void> {
  const row = await readModel(ctx.db, id);
  if (row === undefined) throw notFound("scene model");
  const end = await endOf(ctx, row, result);
  await ctx.db.transaction(async (tx) => {
    const locked = await lockModel(tx, id);
    if (locked === undefined || locked.state === "ready" || locked.state === "failed") return;
    await endModel(tx, id, end);
    await appendEvents(tx, [{ type: "scene-model.changed", accountId: locked.accountId, modelId: id }]);
  });
}

export const finishModel = (
  ctx: Ctx,
  { params, body }: ParsedOf<Api["sceneModels"]["finish"]>,
): Promise<void> => concludeModel(ctx, params.modelId, body.result);
