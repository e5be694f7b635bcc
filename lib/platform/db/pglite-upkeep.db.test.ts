/** The embedded engine's vacuum: without it every update would make the files grow for ever. */
import { expect, it } from "vitest";
import { silentLog } from "#lib/log.ts";
import { createUpkeep } from "./pglite-upkeep.ts";
import { openTestPglite } from "./test-database.ts";

it("vacuums what was written, and does nothing when nothing was written", async () => {
  const db = await openTestPglite();
  await db.query("create table busy (n int)");
  await db.query("insert into busy select generate_series(1, 1000)");
  await db.query("update busy set n = n + 1");
  const statements: string[] = [];
  const upkeep = createUpkeep(async (text, params) => {
    statements.push(text);
    return db.query(text, params);
  }, silentLog);
  await upkeep.runOnce();
  expect(statements).toContain("vacuum (analyze) public.busy");
  expect(statements).toContain("checkpoint");
  const [state] = await db.query<{ rows: number; visible: number }>(
    "select reltuples::int8 as rows, relallvisible as visible from pg_class where relname = 'busy'",
  );
  expect(state?.rows).toBe(1000);
  expect(state?.visible).toBeGreaterThan(0);
  statements.length = 0;
  await upkeep.runOnce();
  expect(statements).toHaveLength(1);
  await upkeep.stop();
  await db.close();
});
