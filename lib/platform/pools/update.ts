/** pools.update, refresh, close and remove. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { keptConstants } from "#lib/contract/translate/words.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { stopJobs } from "../jobs/stop-all.ts";
import { openedConstants, sealedConstants } from "../tasks/secret-constants.ts";
import { poolFor } from "./find.ts";
import { deletePool, jobsOfPool, savePool } from "./rows.ts";
import { checkedPolicies } from "./scaling.ts";

export async function updatePool(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["pools"]["update"]>,
): Promise<void> {
  const row = await poolFor(ctx, params.pool);
  const { constants, tags, elasticProperty, scaling } = body;
  const changed = {
    ...row,
    tags: tags ?? row.tags,
    request: {
      ...row.request,
      ...(constants && {
        constants: sealedConstants(
          ctx,
          keptConstants(openedConstants(ctx, row.request.constants), constants),
        ),
      }),
      ...(elasticProperty && { elasticProperty }),
    },
    policies: scaling?.policies ? JSON.stringify(checkedPolicies(scaling.policies)) : row.policies,
  };
  await savePool(ctx.db, changed, new Date(ctx.clock.now()));
  ctx.work.hint();
}

export async function refreshPool(ctx: Ctx, { params }: ParsedOf<Api["pools"]["refresh"]>): Promise<void> {
  const row = await poolFor(ctx, params.pool);
  if (row.closedAt !== null) throw new PlatformError("invalid", "The pool is closed.");
}

export async function closePool(ctx: Ctx, { params }: ParsedOf<Api["pools"]["close"]>): Promise<void> {
  const row = await poolFor(ctx, params.pool);
  if (row.closedAt !== null) throw new PlatformError("forbidden", "The pool is closed already.");
  const now = new Date(ctx.clock.now());
  await savePool(ctx.db, { ...row, closedAt: now }, now);
}

export async function removePool(ctx: Ctx, { params }: ParsedOf<Api["pools"]["remove"]>): Promise<void> {
  const row = await poolFor(ctx, params.pool);
  // First, so that nothing comes after what is stopped.
  await deletePool(ctx.db, row.id, new Date(ctx.clock.now()));
  await stopJobs(
    ctx,
    (await jobsOfPool(ctx.db, row.id)).map(({ id }) => id),
  );
}
