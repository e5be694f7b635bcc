/** Scene models: asked for by pages, made by nodes beside their frames, kept for the same files and the same scene. */
import { z } from "zod";
import { MODEL_STATES, modelFacts } from "#lib/domain/scene-model.ts";
import { endpoint } from "../endpoint.ts";
import { accountId, count, jobId, projectId, sceneModelId } from "../scalars.ts";

export const sceneModel = z.object({
  id: sceneModelId,
  accountId,
  state: z.enum(MODEL_STATES),
  /** Why there is none, or why it waits, in words. */
  problem: z.string().nullable(),
  /** Binary glTF; signed, good for hours. Null until it is ready. */
  url: z.string().nullable(),
  sizeBytes: count.nullable(),
  facts: modelFacts.nullable(),
});
export type SceneModel = z.infer<typeof sceneModel>;

/** Of a project (null: its newest version), or of the files that a job renders. */
export const modelOf = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("project"),
    projectId,
    version: z.number().int().positive().nullable().default(null),
  }),
  z.object({ kind: z.literal("job"), jobId }),
]);
export type ModelOf = z.input<typeof modelOf>;

export const sceneModels = {
  ask: endpoint({
    method: "POST",
    path: "/farm/v1/scene-models",
    who: ["account"],
    summary:
      "Have a node make a small glTF of a scene, to look at it: at most 5 MB, within 30 seconds, free of charge. The one that is there already for the same files and scene is answered; one that failed is tried again.",
    body: z.object({
      of: modelOf,
      /** Null: the job's own, or the one that is active in the file. */
      scene: z.string().min(1).max(256).nullable().default(null),
    }),
    reply: sceneModel,
  }),
  get: endpoint({
    method: "GET",
    path: "/farm/v1/scene-models/:modelId",
    who: ["account"],
    summary: "A scene model as far as it is; `scene-model.changed` tells when there is more.",
    params: z.object({ modelId: sceneModelId }),
    reply: sceneModel,
  }),
  finish: endpoint({
    method: "POST",
    path: "/farm/v1/scene-models/:modelId/finish",
    who: ["node"],
    summary: "The model is in storage, or why there is none, in words. Safe to repeat.",
    params: z.object({ modelId: sceneModelId }),
    body: z.object({
      result: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("model"), facts: modelFacts }),
        z.object({ kind: z.literal("none"), problem: z.string().min(1).max(2000) }),
      ]),
    }),
  }),
};
