/** projects.removeVersion and projects.storage: what a project's versions keep, and letting go of one. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { allowed } from "../policy.ts";
import { readProject } from "./rows.ts";
import { deleteVersion, openJobsOfVersion, readVersion, storageOfProject } from "./version-rows.ts";

/** Its files go when no other version and no job needs them. Errors: not_found; conflict for the newest, and while jobs render it. */
export async function removeVersion(
  ctx: Ctx,
  { params }: ParsedOf<Api["projects"]["removeVersion"]>,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const project = allowed(ctx.actor, "change", await readProject(tx, params.projectId), "project");
    const version = await readVersion(tx, project.id, params.number);
    if (version === undefined) throw notFound("version");
    if (params.number === project.version)
      throw new PlatformError(
        "conflict",
        "The newest version can't be removed: it is what the project is. Add another first, or remove the project's bucket.",
      );
    const jobs = await openJobsOfVersion(tx, project.id, version.sourceId);
    if (jobs > 0)
      throw new PlatformError(
        "conflict",
        `${jobs === 1 ? "A job renders" : `${jobs} jobs render`} this version. Stop ${jobs === 1 ? "it" : "them"} first, or wait.`,
      );
    await deleteVersion(tx, project.id, params.number);
  });
}

export async function projectStorage(
  ctx: Ctx,
  { params }: ParsedOf<Api["projects"]["storage"]>,
): Promise<ReplyOf<Api["projects"]["storage"]>> {
  const { id } = allowed(ctx.actor, "read", await readProject(ctx.db, params.projectId), "project");
  return { sizeBytes: await storageOfProject(ctx.db, id) };
}
