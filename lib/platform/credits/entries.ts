/** credits.entries: the caller's ledger. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { LedgerKind } from "#lib/domain/credits.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { invalidField } from "../errors.ts";
import { accountOf } from "../policy.ts";

interface EntryRow {
  id: number;
  at: Date;
  kind: LedgerKind;
  amount: number;
  jobId: JobId | null;
  note: string;
}

export async function listEntries(
  ctx: Ctx,
  { query }: ParsedOf<Api["credits"]["entries"]>,
): Promise<ReplyOf<Api["credits"]["entries"]>> {
  if (query.before !== undefined && !/^\d{1,15}$/.test(query.before))
    throw invalidField("before", "`before` is the id of the last entry seen.");
  const rows = await ctx.db.query<EntryRow>(
    `select id, at, kind, amount, job_id as "jobId", note from ledger
     where account_id = $1 and id < $2 order by id desc limit $3`,
    [accountOf(ctx.actor).accountId, Number(query.before ?? Number.MAX_SAFE_INTEGER), query.limit],
  );
  return rows.map((row) => ({ ...row, id: String(row.id), at: row.at.toISOString() }));
}
