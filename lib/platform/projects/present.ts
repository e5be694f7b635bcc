/** Project rows as the contract shows them. */
import type { Project } from "#lib/contract/farm/projects.ts";
import type { ProjectRow } from "./rows.ts";

export const presentProject = (row: ProjectRow): Project => ({
  id: row.id,
  name: row.name,
  bucket: row.bucketName,
  blendFile: row.blendFile,
  sizeBytes: row.sizeBytes,
  sha256: row.sha256,
  createdAt: row.createdAt.toISOString(),
  version: row.version,
  state: row.state,
  summary: row.summary,
  problem: row.problem,
});
