/** disks.update and disks.remove. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { removeBucket } from "../buckets/remove.ts";
import { saveBucket } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { removeNotes } from "../objects/notes.ts";
import { refuseGlobal } from "./create.ts";
import { diskFor } from "./find.ts";

export async function updateDisk(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["disks"]["update"]>,
): Promise<void> {
  const bucket = await diskFor(ctx, "change", params.diskId);
  refuseGlobal(body);
  await saveBucket(ctx.db, bucket.id, {
    description: body.description ?? bucket.description,
    isLocked: body.locked ?? bucket.isLocked,
  });
}

/** Jobs keep what they render: it was set aside when they were submitted. */
export async function removeDisk(ctx: Ctx, { params }: ParsedOf<Api["disks"]["remove"]>): Promise<void> {
  const bucket = await diskFor(ctx, "change", params.diskId);
  await removeBucket(ctx, bucket);
  await removeNotes(ctx.db, bucket.folder);
}
