/** uploads.cancel: gives an upload up. Also what the sweep does with forgotten ones. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { uploadFor } from "./get.ts";
import { deleteUpload, type UploadRow } from "./rows.ts";

/** The row goes last: what is left over after a crash is found again. */
export async function discardUpload(ctx: Ctx, row: UploadRow): Promise<void> {
  await ctx.objects.abortMultipart(row.bucket, row.key, row.multipartId);
  await ctx.objects.removeBucket(row.bucket);
  await deleteUpload(ctx.db, row.id);
}

export async function cancelUpload(ctx: Ctx, { params }: ParsedOf<Api["uploads"]["cancel"]>): Promise<void> {
  const row = await uploadFor(ctx, "change", params.uploadId);
  if (row.projectId !== null) throw notFound("upload");
  await discardUpload(ctx, row);
}
