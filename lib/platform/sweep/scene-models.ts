/** Scene models that no node came back from, and those that nobody looks at any more. */
import type { Ctx } from "../context.ts";
import { concludeModel } from "../scene-models/finish.ts";
import { placeOf } from "../scene-models/place.ts";
import { deleteModel, hopelessModels, overdueModels, unusedModels } from "../scene-models/rows.ts";
import { MAX_MODELLINGS } from "../scene-models/take.ts";

/** A model is made again in seconds. Units: milliseconds. */
const KEPT_MS = 30 * 86_400_000;
const AT_MOST = 100;

export async function endModels(ctx: Ctx): Promise<void> {
  const now = new Date(ctx.clock.now());
  for (const { id } of await hopelessModels(ctx.db, now, MAX_MODELLINGS))
    await concludeModel(ctx, id, {
      kind: "none",
      problem: `${MAX_MODELLINGS} nodes were asked to export this scene and did not come back from it.`,
    });
  if ((await overdueModels(ctx.db, now)).length > 0) ctx.work.hint();
}

export async function removeUnusedModels(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock.now() - KEPT_MS);
  for (const model of await unusedModels(ctx.db, before, AT_MOST)) {
    await ctx.objects.remove(...placeOf(model));
    await deleteModel(ctx.db, model.id);
  }
}
