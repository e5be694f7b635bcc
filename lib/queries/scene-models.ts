/** Scene models: asked for by a click, then kept fresh by their events. */
import { mutationOptions, type QueryClient, queryOptions, skipToken } from "@tanstack/react-query";
import type { Farm } from "#lib/client/index.ts";
import type { ModelOf, SceneModel } from "#lib/contract/farm/scene-models.ts";
import type { SceneModelId } from "#lib/domain/ids.ts";
import { keys } from "./keys.ts";

/** Null: none was asked for yet. */
export const sceneModelQuery = (farm: Farm, modelId: SceneModelId | null) =>
  queryOptions({
    queryKey: modelId === null ? ["scene-model", "none"] : keys.sceneModel(modelId),
    queryFn:
      modelId === null ? skipToken : ({ signal }) => farm.sceneModels.get({ params: { modelId }, signal }),
  });

export const askForModel = (farm: Farm, client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: { of: ModelOf; scene: string | null }): Promise<SceneModel> =>
      farm.sceneModels.ask({ body }),
    onSuccess: (model) => client.setQueryData<SceneModel>(keys.sceneModel(model.id), model),
  });
