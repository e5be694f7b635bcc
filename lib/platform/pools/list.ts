/** pools.list, summaries, page, pageSummaries, search, get and the groups in one. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { PageRequest } from "#lib/contract/qarnot/paging.ts";
import type { PoolOutput, PoolSummary } from "#lib/contract/qarnot/pool.ts";
import type { Ctx } from "../context.ts";
import { presentGroup } from "../job-groups/present.ts";
import { groupsOfPool } from "../job-groups/rows.ts";
import { MOST_LISTED, onePage, type Page, readPage, tagged } from "../paging/read-page.ts";
import { accountOf } from "../policy.ts";
import { searchTasks } from "../tasks/list.ts";
import { poolFor } from "./find.ts";
import { presentPools, presentPoolSummaries } from "./present.ts";
import { POOLS, type PoolRow } from "./rows.ts";

const pageOf = (ctx: Ctx, request: PageRequest): Promise<Page<PoolRow>> =>
  readPage<PoolRow>(ctx.db, POOLS, accountOf(ctx.actor).accountId, request);

export const listPools = async (ctx: Ctx, { query }: ParsedOf<Api["pools"]["list"]>): Promise<PoolOutput[]> =>
  presentPools(ctx, (await pageOf(ctx, onePage(tagged(query.tag)))).rows);

export const listPoolSummaries = async (
  ctx: Ctx,
  { query }: ParsedOf<Api["pools"]["summaries"]>,
): Promise<PoolSummary[]> => presentPoolSummaries(ctx, (await pageOf(ctx, onePage(tagged(query.tag)))).rows);

export async function pagePools(
  ctx: Ctx,
  { body }: ParsedOf<Api["pools"]["page"]>,
): Promise<ReplyOf<Api["pools"]["page"]>> {
  const { rows, ...page } = await pageOf(ctx, body);
  return { data: await presentPools(ctx, rows), count: rows.length, ...page };
}

export async function pagePoolSummaries(
  ctx: Ctx,
  { body }: ParsedOf<Api["pools"]["pageSummaries"]>,
): Promise<ReplyOf<Api["pools"]["pageSummaries"]>> {
  const { rows, ...page } = await pageOf(ctx, body);
  return { data: await presentPoolSummaries(ctx, rows), count: rows.length, ...page };
}

export const searchPools = async (
  ctx: Ctx,
  { body }: ParsedOf<Api["pools"]["search"]>,
): Promise<PoolOutput[]> =>
  presentPools(ctx, (await pageOf(ctx, onePage(body.filter, body.maximumResults))).rows);

export async function getPool(ctx: Ctx, { params }: ParsedOf<Api["pools"]["get"]>): Promise<PoolOutput> {
  const [pool] = await presentPools(ctx, [await poolFor(ctx, params.pool)]);
  if (pool === undefined) throw new Error("One pool in, one pool out.");
  return pool;
}

export async function listGroupsOfPool(
  ctx: Ctx,
  { params }: ParsedOf<Api["pools"]["jobs"]>,
): Promise<ReplyOf<Api["pools"]["jobs"]>> {
  const { id } = await poolFor(ctx, params.pool);
  return (await groupsOfPool(ctx.db, id)).map(presentGroup);
}

/** Nodes run nothing for a pool but its tasks, which have logs of their own. Errors: not_found. */
export async function readPoolLog(ctx: Ctx, { params }: ParsedOf<Api["pools"]["stdout"]>): Promise<string> {
  await poolFor(ctx, params.pool);
  return "";
}

export async function tasksOfPool(ctx: Ctx, { params }: ParsedOf<Api["pools"]["tasks"]>) {
  const { id } = await poolFor(ctx, params.pool);
  const filter = { operator: "Equal", field: "PoolUuid", value: id };
  return searchTasks(ctx, { body: { filter, maximumResults: MOST_LISTED } });
}
