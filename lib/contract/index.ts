/** The table of every call. Read it to know what the platform can do. */
import { accounts, credit, sessions, tokens } from "./farm/accounts.ts";
import { jobs } from "./farm/jobs.ts";
import { farm, inspections, leases, nodes, sources } from "./farm/nodes.ts";
import { projects, uploads } from "./farm/projects.ts";
import { tasks } from "./qarnot/endpoints.ts";
import { platform } from "./qarnot/platform.ts";

export const api = {
  sessions,
  accounts,
  credits: credit,
  tokens,
  uploads,
  projects,
  jobs,
  tasks,
  platform,
  leases,
  sources,
  inspections,
  nodes,
  farm,
} as const;
export type Api = typeof api;
