/** A program for pglite.db.test.ts to kill: inserts rows for ever and prints each id when it is committed. */
import { writeSync } from "node:fs";
import { silentLog } from "../../log.ts";
import { openDatabase } from "./open.ts";

const db = await openDatabase(`pglite://${process.argv[2]}`, { log: silentLog });
for (let id = 0; ; id++) {
  await db.query("insert into acknowledged values ($1)", [id]);
  writeSync(1, `${id}\n`);
}
