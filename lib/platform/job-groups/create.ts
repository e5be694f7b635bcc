/** groups.create. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { secondsOf } from "#lib/contract/translate/words.ts";
import { type JobGroupId, newId, type PoolId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { isDuplicate } from "../db/errors.ts";
import { invalidField } from "../errors.ts";
import { accountOf } from "../policy.ts";
import { openPool } from "../pools/place.ts";
import { insertGroup } from "./rows.ts";

/** Errors: invalid, also when the pool is not there: clients take 404 for a missing bucket. */
export async function createGroup(
  ctx: Ctx,
  { body }: ParsedOf<Api["groups"]["create"]>,
): Promise<{ uuid: JobGroupId }> {
  const { accountId } = accountOf(ctx.actor);
  const { name, shortname, poolUuid, tags, ...request } = body;
  let poolId: PoolId | null = null;
  if (poolUuid) poolId = (await openPool(ctx, accountId, poolUuid)).id;
  const createdAt = new Date(ctx.clock.now());
  const id = newId<JobGroupId>(createdAt.getTime());
  const wallSeconds = request.maxWallTime ? secondsOf(request.maxWallTime) : 0;
  try {
    await insertGroup(ctx.db, {
      id,
      accountId,
      name,
      shortname: shortname ?? null,
      poolId,
      request,
      tags,
      createdAt,
      endsAt: wallSeconds > 0 ? new Date(createdAt.getTime() + wallSeconds * 1000) : null,
    });
  } catch (error) {
    if (!isDuplicate(error, "job_groups_shortname")) throw error;
    throw invalidField("shortname", `There is a job with the shortname ${shortname} already.`);
  }
  return { uuid: id };
}
