/** PostgreSQL behind the port, when TEST_DATABASE_URL names one; and what only several connections can show. */
import { expect, it } from "vitest";
import { silentLog } from "#lib/log.ts";
import { databaseSuite } from "./database.suite.ts";
import { openDatabase } from "./open.ts";
import { openTestPostgres } from "./test-database.ts";

const url = process.env["TEST_DATABASE_URL"];
if (url !== undefined) databaseSuite("PostgreSQL", () => openTestPostgres(url));

it("says what is wrong with an address", async () => {
  await expect(openDatabase("mysql://x", { log: silentLog })).rejects.toMatchObject({ code: "database_url" });
});
