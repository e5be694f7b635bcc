/** `hearth migrate`: the database's tables, without starting anything. */
import { mkdirSync } from "node:fs";
import { readConfig } from "#lib/config.ts";
import type { Log } from "#lib/log.ts";
import { leveledLog } from "./leveled-log.ts";

interface Rooms {
  openDatabase(url: string, options: { log: Log }): Promise<{ close(): Promise<void> }>;
  migrate(db: unknown): Promise<string[]>;
}

export async function migrateCommand(): Promise<number> {
  const config = readConfig(process.env);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const log = leveledLog("migrate", config.logLevel);
  const [openDoor, migrateDoor] = ["#lib/platform/db/open.ts", "#lib/platform/db/migrate.ts"] as const;
  const { openDatabase } = (await import(openDoor)) as Pick<Rooms, "openDatabase">;
  const { migrate } = (await import(migrateDoor)) as Pick<Rooms, "migrate">;
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
