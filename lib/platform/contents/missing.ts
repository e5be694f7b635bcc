/** contents.missing: asked before anything is sent. Only of the caller's own: what others have is not told. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { accountOf } from "../policy.ts";
import { knownChunks } from "./rows.ts";

export async function missingChunks(
  ctx: Ctx,
  { body }: ParsedOf<Api["contents"]["missing"]>,
): Promise<ReplyOf<Api["contents"]["missing"]>> {
  const { accountId } = accountOf(ctx.actor);
  const at = new Date(ctx.clock.now());
  const known = new Set((await knownChunks(ctx.db, accountId, body.chunks, at)).map((row) => row.sha256));
  return { missing: [...new Set(body.chunks)].filter((hash) => !known.has(hash)) };
}
