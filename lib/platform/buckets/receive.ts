/** buckets.receive: a bucket for files that somebody chose on a page, which go straight to storage. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { bucketNameFrom } from "#lib/domain/bucket.ts";
import { SourcePathError, sourcePathOf } from "#lib/domain/source.ts";
import type { Ctx } from "../context.ts";
import { invalidField } from "../errors.ts";
import { accountOf } from "../policy.ts";
import { createBucketNear } from "./create.ts";

/** Errors: invalid for a key that can be no file. */
function checkKeys(keys: readonly string[]): void {
  for (const key of keys) {
    try {
      if (sourcePathOf(key) === key) continue;
    } catch (error) {
      if (!(error instanceof SourcePathError)) throw error;
    }
    throw invalidField("keys", `"${key.slice(0, 200)}" is no path that a file can have below a folder.`);
  }
  if (new Set(keys).size < keys.length) throw invalidField("keys", "Two files have one path.");
}

export async function receiveFiles(
  ctx: Ctx,
  { body }: ParsedOf<Api["buckets"]["receive"]>,
): Promise<ReplyOf<Api["buckets"]["receive"]>> {
  checkKeys(body.keys);
  const { accountId } = accountOf(ctx.actor);
  const name = bucketNameFrom(body.name, "files");
  const now = new Date(ctx.clock.now());
  const bucket = await createBucketNear(ctx.db, { accountId, name, kind: "files", now });
  const urls = await Promise.all(body.keys.map((key) => ctx.objects.signedPut(bucket.folder, key)));
  return { name: bucket.name, urls };
}
