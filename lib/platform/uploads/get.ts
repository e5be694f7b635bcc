/** uploads.list and uploads.get. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Upload } from "#lib/contract/farm/projects.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { accountOf, type Action, allowed } from "../policy.ts";
import { presentUpload } from "./present.ts";
import { openUploads, readUpload, type UploadRow } from "./rows.ts";

export const uploadFor = async (ctx: Ctx, action: Action, id: string): Promise<UploadRow> =>
  allowed(ctx.actor, action, await readUpload(ctx.db, id), "upload");

export async function listUploads(ctx: Ctx): Promise<Upload[]> {
  const rows = await openUploads(ctx.db, accountOf(ctx.actor).accountId);
  const uploads: Upload[] = [];
  for (const row of rows) {
    try {
      uploads.push(await presentUpload(ctx, row));
    } catch (error) {
      // Storage lost it: it can't go on, so it is not offered; the sweep removes it.
      if (!(error instanceof PlatformError) || error.code !== "not_found") throw error;
    }
  }
  return uploads;
}

export async function getUpload(ctx: Ctx, { params }: ParsedOf<Api["uploads"]["get"]>): Promise<Upload> {
  const row = await uploadFor(ctx, "read", params.uploadId);
  // Finished: its parts are no longer parts.
  if (row.projectId !== null) throw notFound("upload");
  return presentUpload(ctx, row);
}
