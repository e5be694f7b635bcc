/** PGlite behind the port, and what hardening it promises: synced, locked, and whole after kill -9. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "#lib/log.ts";
import { databaseSuite } from "./database.suite.ts";
import { openDatabase } from "./open.ts";
import { openPglite } from "./pglite.ts";
import { openTestPglite } from "./test-database.ts";

databaseSuite("PGlite", openTestPglite);

describe("PGlite on disk", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hearth-db-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("syncs every commit to the disk and nothing for reading", async () => {
    let syncs = 0;
    const db = await openPglite(join(folder, "db"), { log: silentLog, synced: () => syncs++ });
    await db.query("create table acknowledged (id int primary key)");
    expect((await stat(join(folder, "db"))).mode & 0o777).toBe(0o700);
    for (let i = 0; i < 10; i++) {
      const before = syncs;
      await db.query("insert into acknowledged values ($1)", [-1 - i]);
      expect(syncs).toBeGreaterThan(before);
    }
    const before = syncs;
    await db.query("select * from acknowledged");
    await db.notify("hearth_test", "volatile");
    expect(syncs).toBe(before);
    await db.close();
  });

  it("refuses a second Hearth on the folder, loses no acknowledged row to kill -9, and opens after it", async () => {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, "pglite-kill.fixture.ts"), join(folder, "db")],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const ended = once(child, "exit");
    const acknowledged: number[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(Number(line));
      if (acknowledged.length === 50) {
        await expect(openDatabase(`pglite://${folder}/db`, { log: silentLog })).rejects.toMatchObject({
          code: "database_locked",
        });
      }
      if (acknowledged.length === 200) child.kill("SIGKILL");
    }
    await ended;
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    const db = await openDatabase(`pglite://${folder}/db`, { log: silentLog });
    const kept = await db.query<{ id: number }>("select id from acknowledged where id >= 0");
    expect(new Set(kept.map((row) => row.id))).toEqual(
      new Set(Array.from({ length: Math.max(kept.length, acknowledged.length) }, (_, i) => i)),
    );
    await db.close();
  });
});
