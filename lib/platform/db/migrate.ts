/**
 * Brings a database to this program's tables: runs the generated SQL files that it has not had, in order, in one
 * transaction under a lock, so that several platforms may start at once.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Database } from "./database.ts";

const FOLDER = new URL("./migrations/", import.meta.url);
const journal = z.object({ entries: z.array(z.object({ tag: z.string() })) });

/** Any number, always the same: whoever holds it migrates. */
const LOCK = 4_732_784;

export class MigrationChanged extends Error {
  readonly code = "migration_changed";
  constructor(tag: string) {
    super(`The migration ${tag} differs from the one this database has had. Never edit one, add another.`);
    this.name = "MigrationChanged";
  }
}

/** Answers the names of those it ran. Idempotent. Errors: MigrationChanged. */
export async function migrate(db: Database): Promise<string[]> {
  const { entries } = journal.parse(
    JSON.parse(await readFile(new URL("meta/_journal.json", FOLDER), "utf8")),
  );
  const files = await Promise.all(
    entries.map(async ({ tag }) => {
      const sql = await readFile(new URL(`${tag}.sql`, FOLDER), "utf8");
      return { tag, sql, hash: createHash("sha256").update(sql).digest("hex") };
    }),
  );
  return db.transaction(async (tx) => {
    await tx.query("select pg_advisory_xact_lock($1)", [LOCK]);
    await tx.query(
      "create table if not exists migrations (tag text primary key, hash text not null, at timestamptz not null default now())",
    );
    const had = new Map(
      (await tx.query<{ tag: string; hash: string }>("select tag, hash from migrations")).map((row) => [
        row.tag,
        row.hash,
      ]),
    );
    const ran: string[] = [];
    for (const { tag, sql, hash } of files) {
      const before = had.get(tag);
      if (before === hash) continue;
      if (before !== undefined) throw new MigrationChanged(tag);
      for (const statement of sql.split("--> statement-breakpoint")) await tx.query(statement);
      await tx.query("insert into migrations (tag, hash) values ($1, $2)", [tag, hash]);
      ran.push(tag);
    }
    return ran;
  });
}
