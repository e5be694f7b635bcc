/** pools.create and pools.clone. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { poolCreation, type PoolCreation } from "#lib/contract/qarnot/pool.ts";
import { newId, type PoolId } from "#lib/domain/ids.ts";
import { findBucket } from "../buckets/find.ts";
import type { Ctx } from "../context.ts";
import { isDuplicate } from "../db/errors.ts";
import { invalidField } from "../errors.ts";
import { accountOf } from "../policy.ts";
import { openedConstants, sealedConstants } from "../tasks/secret-constants.ts";
import { poolFor } from "./find.ts";
import { policiesOf } from "./present.ts";
import { insertPool } from "./rows.ts";
import { checkedPolicies } from "./scaling.ts";

async function checkBuckets(ctx: Ctx, pool: PoolCreation): Promise<void> {
  const advanced = pool.advancedResourceBuckets.map(({ bucketName }) => bucketName);
  if (pool.resourceBuckets.length > 0 && advanced.length > 0)
    throw invalidField(
      "resourceBuckets",
      "Name either resourceBuckets or advancedResourceBuckets, not both.",
    );
  const { accountId } = accountOf(ctx.actor);
  for (const name of [...pool.resourceBuckets, ...advanced]) await findBucket(ctx.db, accountId, name);
}

/** Errors: invalid, not_found (`No such bucket`). */
async function makePool(ctx: Ctx, body: PoolCreation): Promise<{ uuid: PoolId }> {
  await checkBuckets(ctx, body);
  const { name, shortname, tags, scaling, ...asked } = body;
  const request = { ...asked, constants: sealedConstants(ctx, asked.constants) };
  const policies = scaling?.policies ? checkedPolicies(scaling.policies) : null;
  const createdAt = new Date(ctx.clock.now());
  const id = newId<PoolId>(createdAt.getTime());
  try {
    await ctx.db.transaction((tx) =>
      insertPool(tx, {
        id,
        accountId: accountOf(ctx.actor).accountId,
        name,
        shortname: shortname ?? null,
        request,
        policies: policies === null ? null : JSON.stringify(policies),
        tags,
        createdAt,
      }),
    );
  } catch (error) {
    if (!isDuplicate(error, "pools_shortname")) throw error;
    throw invalidField("shortname", `There is a pool with the shortname ${shortname} already.`);
  }
  return { uuid: id };
}

export const createPool = (ctx: Ctx, { body }: ParsedOf<Api["pools"]["create"]>) => makePool(ctx, body);

/** The shortname is one pool's own, so a clone has none unless it is given one. */
export async function clonePool(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["pools"]["clone"]>,
): Promise<{ uuid: PoolId }> {
  const row = await poolFor(ctx, params.pool);
  const policies = policiesOf(row);
  const given = Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null && value !== undefined),
  );
  // A variation's absent lists were read as empty ones; those are not meant.
  for (const [name, value] of Object.entries(given))
    if (Array.isArray(value) && value.length === 0) delete given[name];
  if (Object.keys(body.labels ?? {}).length === 0) delete given["labels"];
  return makePool(
    ctx,
    poolCreation.parse({
      ...row.request,
      constants: openedConstants(ctx, row.request.constants),
      name: row.name,
      tags: row.tags,
      ...(policies !== null && { scaling: { policies } }),
      ...given,
    }),
  );
}
