/** wireCredits: an account's credits as clients of Qarnot's ask for them. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { MICRO } from "#lib/domain/credits.ts";
import { accountById } from "../accounts/rows.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { accountOf } from "../policy.ts";
import { poolFor } from "../pools/find.ts";
import { taskFor } from "../tasks/find.ts";

interface Amount {
  credits: number;
}
const amountOf = (micro: number): Amount => ({ credits: micro / MICRO });

export async function readAccountCredits(ctx: Ctx): Promise<Amount> {
  const account = await accountById(ctx.db, accountOf(ctx.actor).accountId);
  if (account === undefined) throw notFound("account");
  return amountOf(account.balance);
}

export const readTaskCredits = async (
  ctx: Ctx,
  { params }: ParsedOf<Api["wireCredits"]["task"]>,
): Promise<Amount> => amountOf((await taskFor(ctx, "read", params.task)).charged);

/** Of deleted tasks too: what was charged stays charged. */
export async function readPoolCredits(
  ctx: Ctx,
  { params }: ParsedOf<Api["wireCredits"]["pool"]>,
): Promise<Amount> {
  const { id } = await poolFor(ctx, params.pool);
  const [sum] = await ctx.db.query<{ charged: number }>(
    "select coalesce(sum(charged), 0)::int8 as charged from jobs where task->>'poolUuid' = $1",
    [id],
  );
  return amountOf(sum?.charged ?? 0);
}

/** An account is its own and only project. Errors: not_found. */
export async function listBudgets(
  ctx: Ctx,
  { params }: ParsedOf<Api["wireCredits"]["budgets"]>,
): Promise<ReplyOf<Api["wireCredits"]["budgets"]>> {
  if (params.project.toLowerCase() !== accountOf(ctx.actor).accountId) throw notFound("project");
  return { budgets: [] };
}
