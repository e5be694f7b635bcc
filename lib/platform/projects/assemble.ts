/**
 * projects.assemble: many files in folders, whose chunks are there, become a project or its next version. Nothing is copied
 * for it: a version's source names contents, and the same content may be in many versions.
 */
import { z } from "zod";
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import { type TreeFile, treeList } from "#lib/contract/farm/contents.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { Api } from "#lib/contract/index.ts";
import { bucketNameFrom } from "#lib/domain/bucket.ts";
import { type AccountId, newId, type ProjectId } from "#lib/domain/ids.ts";
import {
  checkTree,
  MAX_SOURCE_FILES,
  type SourceFile,
  SourcePathError,
  sourcePathOf,
} from "#lib/domain/source.ts";
import { createBucketNear } from "../buckets/create.ts";
import { adoptSource } from "../contents/adopt.ts";
import { dropPack, readPackBytes } from "../contents/packs.ts";
import { contentFolderOf } from "../contents/places.ts";
import { recipeOf, storeContents } from "../contents/store.ts";
import type { Ctx } from "../context.ts";
import type { Sql } from "../db/database.ts";
import { invalidField, PlatformError } from "../errors.ts";
import { appendEvent } from "../outbox/append.ts";
import { accountOf, allowed } from "../policy.ts";
import { addressSource } from "../sources/address.ts";
import { bucketOf } from "./bucket.ts";
import { receiveFiles } from "./fill-bucket.ts";
import { presentProject } from "./present.ts";
import { projectOfFile, type ProjectRow, putProject, readProject, setProjectSource } from "./rows.ts";

type Body = ParsedOf<Api["projects"]["assemble"]>["body"];

/** Errors: invalid for a list that no folder can hold. */
function checkPaths(files: readonly { path: string }[]): void {
  try {
    if (files.length > MAX_SOURCE_FILES)
      throw new SourcePathError(`A project has at most ${MAX_SOURCE_FILES.toLocaleString("en")} files.`);
    for (const { path } of files)
      if (sourcePathOf(path) !== path)
        throw new SourcePathError(`"${path.slice(0, 200)}" is not a path below the project's folder.`);
    checkTree(files.map((file) => file.path));
  } catch (error) {
    if (!(error instanceof SourcePathError)) throw error;
    throw new PlatformError("invalid", error.message, { list: error.message }, error);
  }
}

async function readList(ctx: Ctx, body: Body): Promise<TreeFile[]> {
  const { bytes } = await readPackBytes(ctx, body.list);
  try {
    return treeList.parse(JSON.parse(bytes.toString("utf8")));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw new PlatformError("invalid", "The list of files is not one.", { list: "Not a TreeFile[]." }, error);
  }
}

async function storedFiles(ctx: Ctx, accountId: AccountId, list: readonly TreeFile[]): Promise<SourceFile[]> {
  const stored = await storeContents(
    ctx,
    accountId,
    list.map((file) => file.chunks),
  );
  return list.map(({ path, chunks }) => {
    const content = stored.get(recipeOf(chunks));
    if (content === undefined) throw new Error("A content that was just stored is not there.");
    return { path, sizeBytes: content.sizeBytes, content: `sha256-${content.sha256}` };
  });
}

const byPath = (files: SourceFile[]): SourceFile[] => files.sort((a, b) => (a.path < b.path ? -1 : 1));
const shaOf = (files: readonly SourceFile[], path: string): string | null =>
  files.find((file) => file.path === path)?.content.replace("sha256-", "") ?? null;

export async function assembleProject(
  ctx: Ctx,
  { body }: ParsedOf<Api["projects"]["assemble"]>,
): Promise<Project> {
  const caller = accountOf(ctx.actor);
  const before =
    body.projectId === undefined
      ? undefined
      : allowed(ctx.actor, "change", await readProject(ctx.db, body.projectId), "project");
  const accountId = before?.accountId ?? caller.accountId;
  const list = await readList(ctx, body);
  checkPaths(list);
  const old = before === undefined ? [] : await adoptSource(ctx, before.sourceId);
  const fresh = await storedFiles(ctx, accountId, list);
  const replaced = new Set(fresh.map((file) => file.path));
  const kept = body.adds ? old.filter((file) => !replaced.has(file.path)) : [];
  const files = byPath([...kept, ...fresh]);
  checkPaths(files);
  if (!files.some((file) => file.path === body.blendFile))
    throw invalidField("blendFile", `There is no "${body.blendFile}" among the files.`);
  if (before !== undefined) await refuseTaken(ctx.db, before, body.blendFile);
  const source = await addressSource(ctx, accountId, body.blendFile, files);
  const project = await write(ctx, { body, accountId, before, sourceId: source.id, files, old });
  await dropPack(ctx, accountId, body.list);
  return project;
}

/** Two projects may lie in one bucket, each with a .blend of its own. Errors: invalid when the other has this one. */
async function refuseTaken(sql: Sql, { id, bucket }: ProjectRow, blendFile: string): Promise<void> {
  const taken = await projectOfFile(sql, bucket, blendFile);
  if (taken === undefined || taken.id === id) return;
  throw invalidField(
    "blendFile",
    `The project “${taken.name}” of the same bucket renders "${blendFile}" already. Add a version to that one, or choose another .blend.`,
  );
}

interface Written {
  body: Body;
  accountId: AccountId;
  before: ProjectRow | undefined;
  sourceId: ProjectRow["sourceId"];
  files: readonly SourceFile[];
  old: readonly SourceFile[];
}

async function write(ctx: Ctx, w: Written): Promise<Project> {
  const { body, accountId, before } = w;
  const createdAt = new Date(ctx.clock.now());
  const id = before?.id ?? newId<ProjectId>(createdAt.getTime());
  const bucket = before?.bucket ?? bucketOf(id);
  const name = before?.name ?? body.name ?? body.blendFile.split("/").at(-1) ?? body.blendFile;
  // What scripts see in the bucket is the newest version: linked before anybody can name it.
  await receiveFiles(ctx, { bucket, from: contentFolderOf(accountId), before: w.old, after: w.files });
  return ctx.db.transaction(async (tx) => {
    const row = { id, accountId, name, bucket, blendFile: body.blendFile, sourceId: w.sourceId, createdAt };
    const sha256 = shaOf(w.files, body.blendFile);
    if (before === undefined) {
      const kind = "project" as const;
      await createBucketNear(tx, {
        accountId,
        name: bucketNameFrom(name, "project"),
        kind,
        folder: bucket,
        now: createdAt,
      });
      await putProject(tx, { ...row, sha256 });
    } else {
      await refuseTaken(tx, before, body.blendFile);
      await setProjectSource(tx, { ...row, sha256 });
    }
    const written = await readProject(tx, id);
    if (written === undefined) throw new Error("The project that was just written is not there.");
    const project = presentProject(written);
    await appendEvent(tx, { type: "project.changed", accountId, project });
    return project;
  });
}
