/** The caller's own buckets, by name or id. Names are each account's own: nobody can ask for another's. */
import type { AccountId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import type { Sql } from "../db/database.ts";
import { PlatformError } from "../errors.ts";
import { type Action, allowed } from "../policy.ts";
import { bucketById, bucketByName, type BucketRow } from "./rows.ts";

/** In these words: Qarnot's clients look for them. */
export const noSuchBucket = (name: string) => new PlatformError("not_found", `No such bucket: ${name}`);

/** Errors: not_found. */
export async function findBucket(sql: Sql, accountId: AccountId, name: string): Promise<BucketRow> {
  const row = await bucketByName(sql, accountId, name);
  if (row === undefined) throw noSuchBucket(name);
  return row;
}

/** Errors: not_found, also for another account's. */
export const bucketFor = async (ctx: Ctx, action: Action, id: string): Promise<BucketRow> =>
  allowed(ctx.actor, action, await bucketById(ctx.db, id), "bucket");
