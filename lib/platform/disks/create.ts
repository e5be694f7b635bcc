/** disks.create and disks.createForced: a bucket of the kind `disk`. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { bucketNameFrom } from "#lib/domain/bucket.ts";
import { createBucketNear } from "../buckets/create.ts";
import { removeBucket } from "../buckets/remove.ts";
import { type BucketRow, bucketsOf } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { accountOf } from "../policy.ts";

/** Of one account. A script that makes one for every run and never removes it is stopped here. */
export const MAX_DISKS = 100;

type Body = ParsedOf<Api["disks"]["create"]>["body"];

/** Errors: forbidden; nothing of one account is seen by another. */
export function refuseGlobal(body: Body): void {
  if (body.global === true)
    throw new PlatformError("forbidden", "Global disks are not offered here: a disk is its account's own.");
}

/** Errors: forbidden `Maximum number of disks reached`. */
async function create(ctx: Ctx, body: Body, makesRoom: boolean): Promise<{ guid: string; uuid: string }> {
  refuseGlobal(body);
  const { accountId } = accountOf(ctx.actor);
  const disks = (await bucketsOf(ctx.db, accountId)).filter((bucket) => bucket.kind === "disk");
  if (disks.length >= MAX_DISKS) await makeRoom(ctx, disks, makesRoom);
  const description = body.description ?? "";
  const { id } = await createBucketNear(ctx.db, {
    accountId,
    name: bucketNameFrom(description, "disk"),
    kind: "disk",
    description,
    isLocked: body.locked ?? false,
    now: new Date(ctx.clock.now()),
  });
  return { guid: id, uuid: id };
}

async function makeRoom(ctx: Ctx, disks: readonly BucketRow[], makesRoom: boolean): Promise<void> {
  const free = disks.filter((disk) => !disk.isLocked).sort((a, b) => a.usedAt.getTime() - b.usedAt.getTime());
  const oldest = free[0];
  if (!makesRoom || oldest === undefined)
    throw new PlatformError("forbidden", `Maximum number of disks reached (${MAX_DISKS}).`);
  await removeBucket(ctx, oldest);
}

export const createDisk = (ctx: Ctx, { body }: ParsedOf<Api["disks"]["create"]>) => create(ctx, body, false);
export const createDiskForced = (ctx: Ctx, { body }: ParsedOf<Api["disks"]["createForced"]>) =>
  create(ctx, body, true);
