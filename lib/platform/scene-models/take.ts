/** Hands a scene to a node, to be made a model of. */
import type { Modelling } from "#lib/contract/farm/nodes.ts";
import { MAX_MODEL_BYTES, MODEL_SECONDS } from "#lib/domain/scene-model.ts";
import type { Ctx } from "../context.ts";
import type { NodeRow } from "../nodes/rows.ts";
import { appendEvents } from "../outbox/append.ts";
import { presentSource } from "../sources/present.ts";
import { readSource } from "../sources/rows.ts";
import { placeOf } from "./place.ts";
import { handOutModel, takeOpenModel } from "./rows.ts";

/** A scene that ends two Blenders is not tried again by itself. */
export const MAX_MODELLINGS = 2;
/** Beside the export: a large project must be fetched first. Units: milliseconds. */
const FETCH_MS = 5 * 60_000;

export async function takeModel(ctx: Ctx, node: NodeRow): Promise<Modelling | null> {
  if (!node.capabilities.blenders.some((build) => build.exports === true)) return null;
  const taken = await ctx.db.transaction(async (tx) => {
    const now = ctx.clock.now();
    const open = await takeOpenModel(tx, new Date(now), MAX_MODELLINGS);
    if (open === undefined) return null;
    await handOutModel(tx, open.id, node.id, new Date(now + FETCH_MS + MODEL_SECONDS * 1000));
    await appendEvents(tx, [{ type: "scene-model.changed", accountId: open.accountId, modelId: open.id }]);
    return { ...open, source: await readSource(tx, open.sourceId) };
  });
  if (taken?.source === undefined) return null;
  return {
    kind: "scene-model",
    modelId: taken.id,
    source: await presentSource(ctx, taken.source),
    scene: taken.scene === "" ? null : taken.scene,
    outputUrl: await ctx.objects.signedPut(...placeOf(taken)),
    maxBytes: MAX_MODEL_BYTES,
    maxSeconds: MODEL_SECONDS,
  };
}
