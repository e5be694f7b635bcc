/** tasks.list, page, search and their summaries: what an account has, filtered and by pages. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { PageRequest } from "#lib/contract/qarnot/paging.ts";
import type { Ctx } from "../context.ts";
import { WrittenAnswer } from "../http/written-answer.ts";
import type { JobRow } from "../jobs/rows.ts";
import { onePage, type Page, readPage, tagged } from "../paging/read-page.ts";
import { accountOf } from "../policy.ts";
import { TASKS } from "./listing.ts";
import { presentSummaries, presentTasks } from "./present.ts";

/** Errors: InputProblem for a filter, order or token that means nothing. */
const pageOf = (ctx: Ctx, request: PageRequest): Promise<Page<JobRow>> =>
  readPage<JobRow>(ctx.db, TASKS, accountOf(ctx.actor).accountId, request);

const listed = (text: readonly string[]): WrittenAnswer => new WrittenAnswer(`[${text.join(",")}]`);

export async function listTasks(ctx: Ctx, { query }: ParsedOf<Api["tasks"]["list"]>): Promise<WrittenAnswer> {
  const { rows } = await pageOf(ctx, onePage(tagged(query.tag)));
  return listed(await presentTasks(ctx, rows));
}

export async function listSummaries(
  ctx: Ctx,
  { query }: ParsedOf<Api["tasks"]["summaries"]>,
): Promise<ReplyOf<Api["tasks"]["summaries"]>> {
  const { rows } = await pageOf(ctx, onePage(tagged(query.tag)));
  return presentSummaries(ctx, rows);
}

export async function pageTasks(ctx: Ctx, { body }: ParsedOf<Api["tasks"]["page"]>): Promise<WrittenAnswer> {
  const { rows, ...page } = await pageOf(ctx, body);
  const data = await presentTasks(ctx, rows);
  const rest = JSON.stringify({ count: rows.length, ...page });
  return new WrittenAnswer(`{"data":[${data.join(",")}],${rest.slice(1)}`);
}

export async function pageSummaries(
  ctx: Ctx,
  { body }: ParsedOf<Api["tasks"]["pageSummaries"]>,
): Promise<ReplyOf<Api["tasks"]["pageSummaries"]>> {
  const { rows, ...page } = await pageOf(ctx, body);
  return { data: await presentSummaries(ctx, rows), count: rows.length, ...page };
}

export async function searchTasks(
  ctx: Ctx,
  { body }: ParsedOf<Api["tasks"]["search"]>,
): Promise<WrittenAnswer> {
  const { rows } = await pageOf(ctx, onePage(body.filter, body.maximumResults));
  return listed(await presentTasks(ctx, rows));
}
