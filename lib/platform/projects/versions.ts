/** projects.versions, projects.files and projects.jobs. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import { FILES_A_PAGE, type Project } from "#lib/contract/farm/projects.ts";
import type { Api } from "#lib/contract/index.ts";
import { adoptSource } from "../contents/adopt.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { thumbnailUrl } from "../frames/present.ts";
import { allowed } from "../policy.ts";
import { sourceFiles } from "../sources/rows.ts";
import { presentProject } from "./present.ts";
import { readProject, readProjectVersion } from "./rows.ts";
import { jobsOfProject, listVersions, readVersion } from "./version-rows.ts";

const projectFor = async (ctx: Ctx, projectId: string) =>
  allowed(ctx.actor, "read", await readProject(ctx.db, projectId), "project");

export async function projectVersion(
  ctx: Ctx,
  { params }: ParsedOf<Api["projects"]["version"]>,
): Promise<Project> {
  const row = await readProjectVersion(ctx.db, params.projectId, params.number);
  return presentProject(allowed(ctx.actor, "read", row, "version"));
}

export async function projectVersions(
  ctx: Ctx,
  { params }: ParsedOf<Api["projects"]["versions"]>,
): Promise<ReplyOf<Api["projects"]["versions"]>> {
  const { id } = await projectFor(ctx, params.projectId);
  return (await listVersions(ctx.db, id)).map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** Each file of the newest version cut into chunks, where that was not done yet. */
export async function prepareProject(
  ctx: Ctx,
  { params }: ParsedOf<Api["projects"]["prepare"]>,
): Promise<void> {
  const project = allowed(ctx.actor, "change", await readProject(ctx.db, params.projectId), "project");
  await adoptSource(ctx, project.sourceId);
}

export async function projectFiles(
  ctx: Ctx,
  { params, query }: ParsedOf<Api["projects"]["files"]>,
): Promise<ReplyOf<Api["projects"]["files"]>> {
  const { id } = await projectFor(ctx, params.projectId);
  const version = await readVersion(ctx.db, id, params.number);
  if (version === undefined) throw notFound("version");
  const files = await sourceFiles(ctx.db, version.sourceId, { offset: query.offset, limit: FILES_A_PAGE });
  const next = query.offset + files.length;
  return {
    files: files.map(({ path, sizeBytes }) => ({ path, sizeBytes })),
    next: files.length === FILES_A_PAGE ? next : null,
  };
}

export async function projectJobs(
  ctx: Ctx,
  { params }: ParsedOf<Api["projects"]["jobs"]>,
): Promise<ReplyOf<Api["projects"]["jobs"]>> {
  const { id } = await projectFor(ctx, params.projectId);
  const rows = await jobsOfProject(ctx.db, id);
  return Promise.all(
    rows.map(async ({ thumbnailKey, resultBucket, ...row }) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      thumbnailUrl: await thumbnailUrl(ctx, resultBucket, thumbnailKey),
    })),
  );
}
