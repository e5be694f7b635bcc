/** disks.list, disks.global and disks.get. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Disk } from "#lib/contract/qarnot/disks.ts";
import { type BucketRow, bucketsOf } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { accountOf } from "../policy.ts";
import { diskFor } from "./find.ts";
import { presentDisk } from "./present.ts";

const lastUsedFirst = (a: BucketRow, b: BucketRow) => b.usedAt.getTime() - a.usedAt.getTime();

/**
 * Scripts of 2015 take the first disk of the list and delete from it what they don't have themselves. So a resource disk
 * is first, the one used last; disks of results come after; and without a resource disk the list is empty, so that a
 * script makes its own.
 */
export function inOrder(buckets: readonly BucketRow[]): BucketRow[] {
  const resources = buckets.filter((bucket) => bucket.kind === "disk").sort(lastUsedFirst);
  if (resources.length === 0) return [];
  return [...resources, ...buckets.filter((bucket) => bucket.kind === "result").sort(lastUsedFirst)];
}

export async function listDisks(ctx: Ctx): Promise<Disk[]> {
  const disks: Disk[] = [];
  for (const bucket of inOrder(await bucketsOf(ctx.db, accountOf(ctx.actor).accountId)))
    disks.push(await presentDisk(ctx, bucket));
  return disks;
}

export const listGlobalDisks = async (): Promise<Disk[]> => [];

export const getDisk = async (ctx: Ctx, { params }: ParsedOf<Api["disks"]["get"]>): Promise<Disk> =>
  presentDisk(ctx, await diskFor(ctx, "read", params.diskId));
