/** uploads.list and uploads.get. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Upload } from "#lib/contract/farm/projects.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { accountOf, type Action, allowed } from "../policy.ts";
import { presentUpload } from "./present.ts";
import { openUploads, readUpload, type UploadRow } from "./rows.ts";

export const uploadFor = async (ctx: Ctx, action: Action, id: string): Promise<UploadRow> =>
  allowed(ctx.actor, action, await readUpload(ctx.db, id), "upload");

export async function listUploads(ctx: Ctx): Promise<Upload[]> {
  const rows = await openUploads(ctx.db, accountOf(ctx.actor).accountId);
  return Promise.all(rows.map((row) => presentUpload(ctx, row)));
}

export async function getUpload(ctx: Ctx, { params }: ParsedOf<Api["uploads"]["get"]>): Promise<Upload> {
  const row = await uploadFor(ctx, "read", params.uploadId);
  // Finished: its parts are no longer parts.
  if (row.projectId !== null) throw notFound("upload");
  return presentUpload(ctx, row);
}
