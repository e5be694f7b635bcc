/** projects.choose: a .blend that lies in a bucket becomes a project, looked at as it is now. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { Api } from "#lib/contract/index.ts";
import { newId, type ProjectId } from "#lib/domain/ids.ts";
import { findBucket } from "../buckets/find.ts";
import type { Ctx } from "../context.ts";
import { appendEvent } from "../outbox/append.ts";
import { accountOf } from "../policy.ts";
import { fixSource } from "../sources/fix.ts";
import { presentProject } from "./present.ts";
import { putProject, readProject } from "./rows.ts";

/** Chosen again, it is the same project over what the bucket holds by now. Errors: not_found, invalid. */
export async function chooseProject(
  ctx: Ctx,
  { body }: ParsedOf<Api["projects"]["choose"]>,
): Promise<Project> {
  const { accountId } = accountOf(ctx.actor);
  const { folder, name } = await findBucket(ctx.db, accountId, body.bucket);
  const where = `the bucket ${name}`;
  const source = await fixSource(ctx, { accountId, parts: [{ folder }], mainFile: body.blendFile, where });
  const createdAt = new Date(ctx.clock.now());
  return ctx.db.transaction(async (tx) => {
    const id = await putProject(tx, {
      id: newId<ProjectId>(createdAt.getTime()),
      accountId,
      name: body.blendFile.split("/").at(-1) ?? body.blendFile,
      bucket: folder,
      blendFile: body.blendFile,
      sourceId: source.id,
      sha256: null,
      createdAt,
    });
    const row = await readProject(tx, id);
    if (row === undefined) throw new Error("The project that was just written is not there.");
    const project = presentProject(row);
    await appendEvent(tx, { type: "project.changed", accountId, project });
    return project;
  });
}
