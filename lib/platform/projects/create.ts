/** A stored .blend becomes a project: its bucket, its row, the question to a node what it holds, and the event, together. */
import { type InspectionId, newId } from "#lib/domain/ids.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { bucketNameFrom } from "#lib/domain/bucket.ts";
import { createBucketNear } from "../buckets/create.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { appendEvent } from "../outbox/append.ts";
import { presentProject } from "./present.ts";
import { insertInspection, insertProject, type ProjectRow } from "./rows.ts";

export async function createProject(
  ctx: Ctx,
  tx: Transaction,
  given: Omit<ProjectRow, "bucketName">,
): Promise<Project> {
  const { name: bucketName } = await createBucketNear(tx, {
    accountId: given.accountId,
    name: bucketNameFrom(given.name, "project"),
    kind: "project",
    folder: given.bucket,
    now: given.createdAt,
  });
  const row: ProjectRow = { ...given, bucketName };
  await insertProject(tx, row);
  await insertInspection(tx, newId<InspectionId>(ctx.clock.now()), row.id, row.createdAt);
  const project = presentProject(row);
  await appendEvent(tx, { type: "project.changed", accountId: row.accountId, project });
  tx.afterCommit(() => ctx.work.hint());
  return project;
}
