/** sceneModels.ask and sceneModels.get: the model of a scene as far as it is; asking has a node make it where there is none. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { SceneModel } from "#lib/contract/farm/scene-models.ts";
import type { Api } from "#lib/contract/index.ts";
import { newId, type SceneModelId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import { jobFor } from "../jobs/get.ts";
import { allowed } from "../policy.ts";
import { readProject, readProjectVersion } from "../projects/rows.ts";
import { readSource, type SourceRow } from "../sources/rows.ts";
import { presentModel } from "./present.ts";
import { openModel, readModel } from "./rows.ts";

type Asked = ParsedOf<Api["sceneModels"]["ask"]>["body"];

/** The files, and the scene that is meant when none is named. Errors: not_found. */
async function filesOf(ctx: Ctx, of: Asked["of"]): Promise<{ source: SourceRow; scene: string | null }> {
  const [sourceId, scene] =
    of.kind === "job"
      ? await jobFor(ctx, "read", of.jobId).then((job) => [job.sourceId, job.settings.scene] as const)
      : await (of.version === null
          ? readProject(ctx.db, of.projectId)
          : readProjectVersion(ctx.db, of.projectId, of.version)
        ).then((row) => [allowed(ctx.actor, "read", row, "project").sourceId, null] as const);
  const source = await readSource(ctx.db, sourceId);
  if (source === undefined || source.state === "copying") throw notFound("source");
  return { source, scene: scene ?? null };
}

export async function askForModel(
  ctx: Ctx,
  { body }: ParsedOf<Api["sceneModels"]["ask"]>,
): Promise<SceneModel> {
  const { source, scene } = await filesOf(ctx, body.of);
  if (source.mainFile === null)
    throw invalidField("of", "The job opens no .blend: there is no scene to look at.");
  const at = new Date(ctx.clock.now());
  const row = await ctx.db.transaction(async (tx) => {
    const opened = await openModel(tx, {
      id: newId<SceneModelId>(at.getTime()),
      accountId: source.accountId,
      sourceHash: source.hash,
      sourceId: source.id,
      scene: body.scene ?? scene ?? "",
      at,
    });
    if (opened.state === "waiting") tx.afterCommit(() => ctx.work.hint());
    return opened;
  });
  return presentModel(ctx, row);
}

export const getModel = async (
  ctx: Ctx,
  { params }: ParsedOf<Api["sceneModels"]["get"]>,
): Promise<SceneModel> =>
  presentModel(ctx, allowed(ctx.actor, "read", await readModel(ctx.db, params.modelId), "scene model"));
