/** farm.settings: what the administrator chose for the whole farm. */
import { z } from "zod";
import type { FarmSettings } from "#lib/contract/farm/scripts.ts";
import type { Ctx } from "../context.ts";
import type { Sql } from "../db/database.ts";

/** Its row in `settings`. */
export const SCRIPTS_SETTING = "scripts";
const stored = z.object({ isAllowed: z.boolean(), at: z.iso.datetime(), by: z.string() });
export type ScriptsSetting = z.infer<typeof stored>;

async function readStored(sql: Sql): Promise<ScriptsSetting | null> {
  const [row] = await sql.query<{ value: unknown }>("select value from settings where name = $1", [
    SCRIPTS_SETTING,
  ]);
  return row === undefined ? null : stored.parse(row.value);
}

/** Off until an administrator allows it. */
export const readAllowsScripts = async (sql: Sql): Promise<boolean> =>
  (await readStored(sql))?.isAllowed ?? false;

export async function readFarmSettings({ db }: Pick<Ctx, "db">): Promise<FarmSettings> {
  const found = await readStored(db);
  return {
    allowsScripts: found?.isAllowed ?? false,
    changed: found === null ? null : { at: found.at, by: found.by },
  };
}
