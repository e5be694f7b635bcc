/** buckets.list and buckets.blends: what the portal offers to render from. */
import type { Bucket, BucketFile } from "#lib/contract/farm/buckets.ts";
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { accountOf } from "../policy.ts";
import { findBucket } from "./find.ts";
import { bucketsOf } from "./rows.ts";

/** More are found by nobody in a list. */
const MOST = 1000;

export async function showBuckets(ctx: Ctx): Promise<Bucket[]> {
  const rows = await bucketsOf(ctx.db, accountOf(ctx.actor).accountId);
  return rows
    .sort((a, b) => b.usedAt.getTime() - a.usedAt.getTime())
    .map(({ name, kind, description, usedAt }) => ({
      name,
      kind,
      description,
      usedAt: usedAt.toISOString(),
    }));
}

/** Errors: not_found. */
export async function showBlends(
  ctx: Ctx,
  { params }: ParsedOf<Api["buckets"]["blends"]>,
): Promise<BucketFile[]> {
  const { folder } = await findBucket(ctx.db, accountOf(ctx.actor).accountId, params.name);
  const files: BucketFile[] = [];
  for await (const { key, sizeBytes, lastModified } of ctx.objects.list(folder)) {
    if (!/\.blend$/i.test(key)) continue;
    files.push({ key, sizeBytes, changedAt: lastModified.toISOString() });
    if (files.length === MOST) break;
  }
  return files;
}
