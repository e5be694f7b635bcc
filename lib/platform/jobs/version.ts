/** A task that names a version of a project renders that one, whatever lies in the project's bucket by now. */
import type { TaskCreation } from "#lib/contract/qarnot/task.ts";
import { VERSION_CONSTANT } from "#lib/contract/translate/settings.ts";
import type { AccountId } from "#lib/domain/ids.ts";
import { findBucket } from "../buckets/find.ts";
import type { BucketRow } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { invalidField } from "../errors.ts";
import { type ProjectRow, readProject } from "../projects/rows.ts";
import { versionInBucket } from "../projects/version-rows.ts";
import { readSource, type SourceRow } from "../sources/rows.ts";

/** Null when the task names none. Errors: invalid for one that is not there. */
export async function versionOf(
  ctx: Ctx,
  accountId: AccountId,
  task: TaskCreation,
  blendFile: string,
): Promise<{ source: SourceRow; buckets: BucketRow[]; project: ProjectRow | undefined } | null> {
  const text = task.constants.find((c) => c.key === VERSION_CONSTANT)?.value ?? "";
  if (text === "") return null;
  const bucket = await findBucket(ctx.db, accountId, task.resourceBuckets[0] ?? "");
  const wanted = { folder: bucket.folder, number: Number(text), blendFile };
  const isNumber = /^[1-9]\d{0,8}$/.test(text);
  const version = isNumber ? await versionInBucket(ctx.db, wanted) : undefined;
  const source = version === undefined ? undefined : await readSource(ctx.db, version.sourceId);
  if (version === undefined || source === undefined)
    throw invalidField(VERSION_CONSTANT, `The project has no version ${text} of "${blendFile}".`);
  const project = await readProject(ctx.db, version.projectId);
  return { source, buckets: [bucket], project };
}
