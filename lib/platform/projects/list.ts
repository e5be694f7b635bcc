/** projects.list and projects.get. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { accountOf, allowed } from "../policy.ts";
import { presentProject } from "./present.ts";
import { listProjectRows, readProject } from "./rows.ts";

export const listProjects = async (ctx: Ctx): Promise<Project[]> =>
  (await listProjectRows(ctx.db, accountOf(ctx.actor).accountId)).map(presentProject);

export const getProject = async (ctx: Ctx, { params }: ParsedOf<Api["projects"]["get"]>): Promise<Project> =>
  presentProject(allowed(ctx.actor, "read", await readProject(ctx.db, params.projectId), "project"));
