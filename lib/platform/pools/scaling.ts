/** pools.scaling, setScaling and checkScaling: how many slots a pool has and when. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { scalingPolicy } from "#lib/contract/qarnot/scaling.ts";
import { rulesOf, wrongPolicies } from "#lib/contract/translate/scaling.ts";
import { activeRule } from "#lib/domain/pool.ts";
import type { Ctx } from "../context.ts";
import { InputProblem } from "../errors.ts";
import { lenient } from "../http/lenient-input.ts";
import { poolFor } from "./find.ts";
import { policiesOf } from "./present.ts";
import { savePool } from "./rows.ts";

/** In these words: Node's tests compare them. */
const NOT_VALID = "The input was not valid.";

/** The policies with our names for their keys, in the order they came. Errors: InputProblem, naming the wrong ones. */
export function checkedPolicies(policies: readonly unknown[]): unknown[] {
  const named = policies.map((policy) => lenient(scalingPolicy, policy));
  const wrong = wrongPolicies(named);
  if (wrong.length > 0)
    throw new InputProblem(Object.fromEntries(wrong.map((i) => [`policies[${i}]`, NOT_VALID])));
  return named;
}

export async function checkScaling(
  _ctx: Ctx,
  { body }: ParsedOf<Api["pools"]["checkScaling"]>,
): Promise<void> {
  checkedPolicies(body.policies ?? []);
}

export async function readScaling(
  ctx: Ctx,
  { params }: ParsedOf<Api["pools"]["scaling"]>,
): Promise<ReplyOf<Api["pools"]["scaling"]>> {
  const policies = policiesOf(await poolFor(ctx, params.pool)) ?? [];
  const rule = activeRule(rulesOf(policies, null), new Date(ctx.clock.now()));
  return { policies, activePolicyName: rule?.name ?? null };
}

export async function setScaling(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["pools"]["setScaling"]>,
): Promise<void> {
  const row = await poolFor(ctx, params.pool);
  const policies = JSON.stringify(checkedPolicies(body.policies ?? []));
  await savePool(ctx.db, { ...row, policies }, new Date(ctx.clock.now()));
  ctx.work.hint();
}
