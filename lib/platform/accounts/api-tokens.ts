/** tokens.list, tokens.create and tokens.revoke: credentials for scripts. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { ApiToken } from "#lib/contract/farm/accounts.ts";
import type { Api } from "#lib/contract/index.ts";
import { newId, type TokenId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { invalidField, notFound } from "../errors.ts";
import { accountOf } from "../policy.ts";
import { hashToken, newToken } from "./credential-text.ts";
import { sealToken } from "./sealed-token.ts";
import { presentToken } from "./present.ts";
import { apiTokensOf, deleteApiToken, insertToken } from "./rows.ts";

export const listTokens = async (ctx: Ctx): Promise<ApiToken[]> =>
  (await apiTokensOf(ctx.db, accountOf(ctx.actor).accountId)).map(presentToken);

export async function createToken(
  ctx: Ctx,
  { body }: ParsedOf<Api["tokens"]["create"]>,
): Promise<ReplyOf<Api["tokens"]["create"]>> {
  const { accountId, role } = accountOf(ctx.actor);
  const { name, scope } = body;
  if (scope === "admin" && role !== "admin")
    throw invalidField("scope", "Only administrators make tokens that administer.");
  const token = newToken("api");
  const createdAt = new Date(ctx.clock.now());
  const id = newId<TokenId>(createdAt.getTime());
  const hash = hashToken(token);
  await insertToken(ctx.db, {
    id,
    hash,
    sealed: sealToken(ctx.settings.secret, token, hash),
    kind: "api",
    accountId,
    name,
    scope,
    createdAt,
    expiresAt: null,
  });
  return { token, apiToken: presentToken({ id, name, scope, createdAt, lastUsedAt: null }) };
}

export async function revokeToken(ctx: Ctx, { params }: ParsedOf<Api["tokens"]["revoke"]>): Promise<void> {
  if (!(await deleteApiToken(ctx.db, accountOf(ctx.actor).accountId, params.tokenId)))
    throw notFound("token");
  await ctx.credentials.forget();
}
