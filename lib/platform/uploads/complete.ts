/**
 * uploads.complete: parts become a file, the file a project. Safe to repeat, also after a crash between the two.
 * A hash that differs puts the upload back to its beginning, so that the file can be sent again under the same id.
 */
import { createHash } from "node:crypto";
import { SNIFF_BYTES, sniffBlend } from "#lib/blend/sniff.ts";
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import type { Api } from "#lib/contract/index.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { writeNote } from "../objects/notes.ts";
import { createProject } from "../projects/create.ts";
import { presentProject } from "../projects/present.ts";
import { readProject } from "../projects/rows.ts";
import { fixSource } from "../sources/fix.ts";
import { discardUpload } from "./cancel.ts";
import { uploadFor } from "./get.ts";
import { missingParts } from "./present.ts";
import { readUpload, setMultipart, setUploadProject, type UploadRow } from "./rows.ts";

/** Requests for the same upload that run now share one answer: assembling twice would tear the parts apart. */
const running = new Map<string, Promise<Project>>();

async function hashStored(ctx: Ctx, row: UploadRow): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of await ctx.objects.get(row.bucket, row.key)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** The whole file's SHA-256, putting it together first unless a request before this one did and died. */
async function assemble(ctx: Ctx, row: UploadRow): Promise<string> {
  const there = await ctx.objects.head(row.bucket, row.key);
  if (there?.sizeBytes === row.sizeBytes) return hashStored(ctx, row);
  const stored = await ctx.objects.listParts(row.bucket, row.key, row.multipartId);
  const missing = missingParts(row, stored).length;
  if (missing > 0) {
    const which = missing === 1 ? "One part is" : `${missing} parts are`;
    throw new PlatformError("conflict", `${which} not there yet. Send the rest, then complete again.`);
  }
  return (await ctx.objects.completeMultipart(row.bucket, row.key, row.multipartId)).sha256;
}

async function startOver(ctx: Ctx, row: UploadRow): Promise<never> {
  await ctx.objects.remove(row.bucket, row.key);
  const { sizeBytes, partSizeBytes } = row;
  const multipartId = await ctx.objects.beginMultipart(row.bucket, row.key, { sizeBytes, partSizeBytes });
  await setMultipart(ctx.db, row.id, multipartId);
  throw new PlatformError(
    "hash_mismatch",
    "The file arrived damaged: its SHA-256 differs from the one told. Send it again.",
  );
}

async function refuseNotBlend(ctx: Ctx, row: UploadRow): Promise<void> {
  const stream = await ctx.objects.get(row.bucket, row.key, {
    first: 0,
    last: Math.min(SNIFF_BYTES, row.sizeBytes) - 1,
  });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const sniffed = sniffBlend(Buffer.concat(chunks), row.name);
  if (sniffed.ok) return;
  await discardUpload(ctx, row);
  throw new PlatformError("not_a_blend", sniffed.message);
}

async function complete(ctx: Ctx, row: UploadRow, expected: string | undefined): Promise<Project> {
  const sha256 = await assemble(ctx, row);
  if (expected !== undefined && expected !== sha256) await startOver(ctx, row);
  await refuseNotBlend(ctx, row);
  const head = await ctx.objects.head(row.bucket, row.key);
  if (head !== null) await writeNote(ctx.db, row.bucket, { key: row.key, etag: head.etag, sha256 });
  const source = await fixSource(ctx, {
    accountId: row.accountId,
    parts: [{ folder: row.bucket }],
    mainFile: row.key,
    where: "the upload",
  });
  return ctx.db.transaction(async (tx) => {
    const id = row.bucket.slice("project-".length) as ProjectId;
    if (!(await setUploadProject(tx, row.id, id))) return doneBefore(ctx, row.id);
    const { accountId, name, bucket, key: blendFile } = row;
    const createdAt = new Date(ctx.clock.now());
    return createProject(tx, { id, accountId, name, bucket, blendFile, sha256, createdAt }, source);
  });
}

async function doneBefore(ctx: Ctx, uploadId: string): Promise<Project> {
  const projectId = (await readUpload(ctx.db, uploadId))?.projectId ?? null;
  const project = projectId === null ? undefined : await readProject(ctx.db, projectId);
  if (project === undefined) throw notFound("project");
  return presentProject(project);
}

/** Errors: conflict (parts missing), hash_mismatch (the upload stays), not_a_blend (the upload is removed). */
export async function completeUpload(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["uploads"]["complete"]>,
): Promise<Project> {
  const row = await uploadFor(ctx, "change", params.uploadId);
  if (row.projectId !== null) return doneBefore(ctx, row.id);
  const now = running.get(row.id);
  if (now !== undefined) return now;
  const work = complete(ctx, row, body.sha256).finally(() => running.delete(row.id));
  running.set(row.id, work);
  return work;
}
