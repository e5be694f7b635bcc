/** uploads.begin: room on the disk, a bucket of its own, and signed addresses for the parts. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Upload } from "#lib/contract/farm/projects.ts";
import type { Api } from "#lib/contract/index.ts";
import { newId, type ProjectId, type UploadId } from "#lib/domain/ids.ts";
import { partSizeFor, safeFileName } from "#lib/domain/project.ts";
import type { Ctx } from "../context.ts";
import { publishVolatile } from "../outbox/volatile.ts";
import { accountOf } from "../policy.ts";
import { bucketOf } from "../projects/bucket.ts";
import { presentUpload } from "./present.ts";
import { checkRoom } from "./room.ts";
import { insertUpload } from "./rows.ts";

export async function beginUpload(ctx: Ctx, { body }: ParsedOf<Api["uploads"]["begin"]>): Promise<Upload> {
  const { accountId } = accountOf(ctx.actor);
  const { sizeBytes } = body;
  await checkRoom(ctx, sizeBytes);
  const createdAt = new Date(ctx.clock.now());
  const partSizeBytes = partSizeFor(sizeBytes);
  const bucket = bucketOf(newId<ProjectId>(createdAt.getTime()));
  const key = safeFileName(body.name);
  const multipartId = await ctx.objects.beginMultipart(bucket, key, { sizeBytes, partSizeBytes });
  const row = {
    id: newId<UploadId>(createdAt.getTime()),
    accountId,
    name: key,
    sizeBytes,
    partSizeBytes,
    bucket,
    key,
    multipartId,
    createdAt,
    projectId: null,
  };
  await insertUpload(ctx.db, row);
  ctx.blends.expect();
  await publishVolatile(ctx.db, { type: "work.expected" });
  return presentUpload(ctx, row);
}
