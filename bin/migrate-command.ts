/** `hearth migrate`: the database's tables, without starting anything. */
import { mkdirSync } from "node:fs";
import { readConfig } from "#lib/config.ts";
import { migrate } from "#lib/platform/db/migrate.ts";
import { openDatabase } from "#lib/platform/db/open.ts";
import { leveledLog } from "./leveled-log.ts";

export async function migrateCommand(): Promise<number> {
  const config = readConfig(process.env);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const log = leveledLog("migrate", config.logLevel);
  const db = await openDatabase(config.databaseUrl, { log });
  try {
    const ran = await migrate(db);
    process.stdout.write(
      ran.length === 0 ? "The tables are up to date.\n" : `Migrated: ${ran.join(", ")}.\n`,
    );
  } finally {
    await db.close();
  }
  return 0;
}
