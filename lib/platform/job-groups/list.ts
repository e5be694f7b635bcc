/** groups.list, page, search and get. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { PageRequest } from "#lib/contract/qarnot/paging.ts";
import type { JobOutput } from "#lib/contract/qarnot/job.ts";
import type { Ctx } from "../context.ts";
import { MOST_LISTED, onePage, type Page, readPage, tagged } from "../paging/read-page.ts";
import { accountOf } from "../policy.ts";
import { searchTasks } from "../tasks/list.ts";
import { groupFor } from "./find.ts";
import { presentGroup } from "./present.ts";
import { JOB_GROUPS, type JobGroupRow } from "./rows.ts";

const pageOf = (ctx: Ctx, request: PageRequest): Promise<Page<JobGroupRow>> =>
  readPage<JobGroupRow>(ctx.db, JOB_GROUPS, accountOf(ctx.actor).accountId, request);

export const listGroups = async (
  ctx: Ctx,
  { query }: ParsedOf<Api["groups"]["list"]>,
): Promise<JobOutput[]> => (await pageOf(ctx, onePage(tagged(query.tag)))).rows.map(presentGroup);

export async function pageGroups(
  ctx: Ctx,
  { body }: ParsedOf<Api["groups"]["page"]>,
): Promise<ReplyOf<Api["groups"]["page"]>> {
  const { rows, ...page } = await pageOf(ctx, body);
  return { data: rows.map(presentGroup), count: rows.length, ...page };
}

export const searchGroups = async (
  ctx: Ctx,
  { body }: ParsedOf<Api["groups"]["search"]>,
): Promise<JobOutput[]> =>
  (await pageOf(ctx, onePage(body.filter, body.maximumResults))).rows.map(presentGroup);

export const getGroup = async (ctx: Ctx, { params }: ParsedOf<Api["groups"]["get"]>): Promise<JobOutput> =>
  presentGroup(await groupFor(ctx, params.group));

export async function tasksOfGroup(ctx: Ctx, { params }: ParsedOf<Api["groups"]["tasks"]>) {
  const { id } = await groupFor(ctx, params.group);
  const filter = { operator: "Equal", field: "JobUuid", value: id };
  return searchTasks(ctx, { body: { filter, maximumResults: MOST_LISTED } });
}
