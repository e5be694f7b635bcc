/** Names under which things are cached; one place, so that events and mutations find what pages read. */
import type { JobId, ProjectId, SceneModelId } from "#lib/domain/ids.ts";

export const keys = {
  me: ["me"],
  farm: ["farm"],
  builds: (nodes: number) => ["builds", nodes],
  carbon: ["carbon"],
  farmSettings: ["farm-settings"],
  nodes: ["nodes"],
  accounts: ["accounts"],
  ledger: ["ledger"],
  tokens: ["tokens"],
  projects: ["projects"],
  project: (id: ProjectId) => ["projects", id],
  projectVersion: (id: ProjectId, version: number) => ["projects", id, "version", version],
  projectFacts: (id: ProjectId, version: number) => ["projects", id, "facts", version],
  projectVersions: (id: ProjectId) => ["projects", id, "versions"],
  projectStorage: (id: ProjectId) => ["projects", id, "storage"],
  projectFiles: (id: ProjectId, version: number) => ["projects", id, "files", version],
  projectJobs: (id: ProjectId) => ["projects", id, "jobs"],
  /** Jobs that are to start by themselves. */
  quotes: ["quotes"],
  shares: (id: JobId) => ["job", id, "shares"],
  sceneModel: (id: SceneModelId) => ["scene-model", id],
  quote: (id: JobId) => ["quote", id],
  uploads: ["uploads"],
  buckets: ["buckets"],
  profiles: ["profiles"],
  blends: (bucket: string) => ["buckets", bucket, "blends"],
  jobs: ["jobs"],
  job: (id: JobId) => ["job", id],
  /** `share`: of the frames that are done, so that the sheet follows the job in steps. */
  facts: (id: JobId, share: number) => ["job", id, "facts", share],
  /** All of them, or the first few of a job, for its row in the list. */
  frames: (id: JobId, limit: number | null = null) => ["job", id, "frames", limit],
  frame: (id: JobId, frame: number) => ["job", id, "frame", frame],
} as const;
