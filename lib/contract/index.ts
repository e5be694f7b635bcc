/** The table of every call. Read it to know what the platform can do. */
import { accounts, credit, sessions, tokens } from "./farm/accounts.ts";
import { buckets } from "./farm/buckets.ts";
import { contents } from "./farm/contents.ts";
import { jobs } from "./farm/jobs.ts";
import { farm, inspections, leases, nodes, sources } from "./farm/nodes.ts";
import { quotes } from "./farm/quotes.ts";
import { shared, shares } from "./farm/shares.ts";
import { sceneModels } from "./farm/scene-models.ts";
import { projects, uploads } from "./farm/projects.ts";
import { carbonSettings } from "./farm/carbon.ts";
import { carbon } from "./qarnot/carbon.ts";
import { wireCredits } from "./qarnot/credit.ts";
import { farmSettingsCalls, scriptLeases } from "./farm/scripts.ts";
import { tasks } from "./qarnot/endpoints.ts";
import { hardware } from "./qarnot/hardware-endpoints.ts";
import { groups } from "./qarnot/job.ts";
import { disks } from "./qarnot/disks.ts";
import { platform } from "./qarnot/platform.ts";
import { pools } from "./qarnot/pool-endpoints.ts";
import { quotas } from "./qarnot/quota.ts";
import { secrets } from "./qarnot/secret.ts";

export const api = {
  sessions,
  accounts,
  credits: credit,
  tokens,
  uploads,
  contents,
  projects,
  buckets,
  jobs,
  quotes,
  sceneModels,
  shares,
  shared,
  tasks,
  groups,
  pools,
  disks,
  platform,
  quotas,
  hardware,
  wireCredits,
  carbon,
  carbonSettings,
  secrets,
  leases: { ...leases, ...scriptLeases },
  sources,
  inspections,
  nodes,
  farm: { ...farm, ...farmSettingsCalls },
} as const;
export type Api = typeof api;
