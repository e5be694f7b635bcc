/** A stored .blend becomes a project: its bucket, its row and the event, together. */
import type { Project } from "#lib/contract/farm/projects.ts";
import { bucketNameFrom } from "#lib/domain/bucket.ts";
import { createBucketNear } from "../buckets/create.ts";
import type { Transaction } from "../db/database.ts";
import { appendEvent } from "../outbox/append.ts";
import type { SourceRow } from "../sources/rows.ts";
import { presentProject } from "./present.ts";
import { type ProjectRow, putProject, readProject } from "./rows.ts";

/** `source`: what the file and all that lies beside it are now. */
export async function createProject(
  tx: Transaction,
  given: Pick<ProjectRow, "id" | "accountId" | "name" | "bucket" | "blendFile" | "sha256" | "createdAt">,
  source: SourceRow,
): Promise<Project> {
  await createBucketNear(tx, {
    accountId: given.accountId,
    name: bucketNameFrom(given.name, "project"),
    kind: "project",
    folder: given.bucket,
    now: given.createdAt,
  });
  await putProject(tx, { ...given, sourceId: source.id });
  // Read back with the source as it is by now: a node may have looked at it meanwhile.
  const row = await readProject(tx, given.id);
  if (row === undefined) throw new Error("The project that was just written is not there.");
  const project = presentProject(row);
  await appendEvent(tx, { type: "project.changed", accountId: given.accountId, project });
  return project;
}
