/** Where the store keeps scene models: a folder for each account, which is no bucket. */
import type { AccountId, SceneModelId } from "#lib/domain/ids.ts";

/** Shape: {accountId: "018f…", id: "019a…"} → ["models-018f…", "019a….glb"] */
export const placeOf = (model: { accountId: AccountId; id: SceneModelId }): [bucket: string, key: string] => [
  `models-${model.accountId}`,
  `${model.id}.glb`,
];
