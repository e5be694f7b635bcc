/** farm.changeSettings: the administrator chooses for the whole farm. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { FarmSettings } from "#lib/contract/farm/scripts.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { tellWaitingJobs } from "../jobs/tell-waiting.ts";
import { accountOf } from "../policy.ts";
import { readFarmSettings, SCRIPTS_SETTING, type ScriptsSetting } from "./read.ts";

export async function changeFarmSettings(
  ctx: Ctx,
  { body }: ParsedOf<Api["farm"]["changeSettings"]>,
): Promise<FarmSettings> {
  const { email } = accountOf(ctx.actor);
  const value = {
    isAllowed: body.allowsScripts,
    at: new Date(ctx.clock.now()).toISOString(),
    by: email,
  } satisfies ScriptsSetting;
  await ctx.db.query(
    "insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
    [SCRIPTS_SETTING, value],
  );
  ctx.log.info("farm.scripts_changed", { isAllowed: body.allowsScripts, by: email });
  // Those that wait for it go on, or now say that they wait for it.
  ctx.work.hint();
  await tellWaitingJobs(ctx);
  return readFarmSettings(ctx);
}
