/** A group of the caller's by what clients call it: its uuid, or the shortname that its owner gave it. */
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { referenceOf } from "../paging/reference.ts";
import { accountOf } from "../policy.ts";
import { groupByReference, type JobGroupRow } from "./rows.ts";

/** Errors: not_found, also for another account's. */
export async function groupFor(ctx: Ctx, reference: string): Promise<JobGroupRow> {
  const row = await groupByReference(ctx.db, accountOf(ctx.actor).accountId, referenceOf(reference));
  if (row === undefined) throw notFound("job");
  return row;
}
