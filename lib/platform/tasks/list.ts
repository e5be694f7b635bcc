/** tasks.list, page, search and their summaries: what an account has, filtered and by pages. */
import { z } from "zod";
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Filter, PageRequest } from "#lib/contract/qarnot/paging.ts";
import type { Ctx } from "../context.ts";
import { InputProblem } from "../errors.ts";
import { isBadPattern } from "../db/errors.ts";
import { WrittenAnswer } from "../http/written-answer.ts";
import { accountOf } from "../policy.ts";
import { filterSql } from "./filter-sql.ts";
import { countTasks, FIRST_FILTER_PARAM, type PagedRow, readPage, type Sort, SORTS } from "./page-rows.ts";
import { presentSummaries, presentTasks } from "./present.ts";

/** What the plain lists answer: older clients know no pages. More is read by pages. */
const MOST_LISTED = 1000;

const sortOf = (orderBy: string | null | undefined): Sort => {
  const name = (orderBy ?? "creationDate").toLowerCase();
  if (name in SORTS) return name as Sort;
  throw new InputProblem({ orderBy: "Tasks are sorted by creationDate, executionTime, name or state." });
};

/** Where the next page begins; opaque to clients, and bound to its order. */
const place = z.tuple([z.string(), z.boolean(), z.string(), z.uuid()]);

const tokenOf = (sort: Sort, isDescending: boolean, last: PagedRow): string =>
  Buffer.from(JSON.stringify([sort, isDescending, last.sortValue, last.id])).toString("base64url");

function placeOf(token: string | null | undefined, sort: Sort, isDescending: boolean) {
  if (!token) return null;
  let value: unknown = null;
  try {
    value = JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    // Told below, as for any other text.
  }
  const read = place.safeParse(value);
  if (!read.success || read.data[0] !== sort || read.data[1] !== isDescending)
    throw new InputProblem({ token: "This token is not of a page in this order. Begin without one." });
  return { value: read.data[2], id: read.data[3] };
}

interface Page {
  rows: PagedRow[];
  total: number;
  isTruncated: boolean;
  nextToken: string | null;
}

/** Errors: InputProblem for a filter, order or token that means nothing. */
async function pageOf(
  ctx: Ctx,
  request: Omit<PageRequest, "filter"> & { filter?: Filter | null },
): Promise<Page> {
  const { accountId } = accountOf(ctx.actor);
  const sort = sortOf(request.orderBy);
  const isDescending = /^desc/i.test(request.orderType ?? "desc");
  const limit = request.maximumResults;
  try {
    const rows = await readPage(ctx.db, {
      accountId,
      sort,
      isDescending,
      after: placeOf(request.token, sort, isDescending),
      limit,
      condition: filterSql(request.filter, FIRST_FILTER_PARAM),
    });
    const total = await countTasks(ctx.db, accountId, filterSql(request.filter, 2));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const isTruncated = rows.length > limit;
    return {
      rows: shown,
      total,
      isTruncated,
      nextToken: isTruncated && last !== undefined ? tokenOf(sort, isDescending, last) : null,
    };
  } catch (error) {
    if (!isBadPattern(error)) throw error;
    throw new InputProblem({ filter: "A Like holds an expression that can't be read." });
  }
}

const listed = (text: readonly string[]): WrittenAnswer => new WrittenAnswer(`[${text.join(",")}]`);

/** Tasks with any of the tags; all without. */
const tagged = (tags: readonly string[]): Filter | null =>
  tags.length === 0 ? null : { operator: "In", field: "Tags", values: [...tags] };

const asPage = (filter: Filter | null | undefined, maximumResults: number) => ({
  filter,
  maximumResults,
  orderBy: null,
  orderType: null,
  token: null,
});

export async function listTasks(ctx: Ctx, { query }: ParsedOf<Api["tasks"]["list"]>): Promise<WrittenAnswer> {
  const { rows } = await pageOf(ctx, asPage(tagged(query.tag), MOST_LISTED));
  return listed(await presentTasks(ctx, rows));
}

export async function listSummaries(
  ctx: Ctx,
  { query }: ParsedOf<Api["tasks"]["summaries"]>,
): Promise<ReplyOf<Api["tasks"]["summaries"]>> {
  const { rows } = await pageOf(ctx, asPage(tagged(query.tag), MOST_LISTED));
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
  const { rows } = await pageOf(ctx, asPage(body.filter, body.maximumResults));
  return listed(await presentTasks(ctx, rows));
}
