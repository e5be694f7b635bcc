/** carbonSettings.get and set: one row of the settings. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { carbonFacts, type CarbonFacts, DEFAULT_CARBON } from "#lib/domain/carbon.ts";
import type { Ctx } from "../context.ts";

const NAME = "carbon";

export async function readCarbonFacts(ctx: Ctx): Promise<CarbonFacts> {
  const rows = await ctx.db.query<{ value: unknown }>("select value from settings where name = $1", [NAME]);
  return rows[0] === undefined ? DEFAULT_CARBON : carbonFacts.parse(rows[0].value);
}

export async function setCarbonFacts(
  ctx: Ctx,
  { body }: ParsedOf<Api["carbonSettings"]["set"]>,
): Promise<CarbonFacts> {
  await ctx.db.query(
    "insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = $2",
    [NAME, body],
  );
  return body;
}
