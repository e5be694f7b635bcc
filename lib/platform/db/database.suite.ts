/** What every engine behind the Database port must do; run by pglite.db.test.ts and postgres.db.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";

/** A promise and the function that fulfils it: tests await events, they do not sleep. */
function signal<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  return Promise.withResolvers<T>();
}

export function databaseSuite(name: string, open: () => Promise<Database>): void {
  describe(name, () => {
    let db: Database;
    beforeAll(async () => {
      db = await open();
      await db.query("create table things (id serial primary key, name text not null)");
    });
    afterAll(() => db.close());
    const names = async () =>
      (await db.query<{ name: string }>("select name from things order by id")).map((row) => row.name);

    it("answers the same JS types", async () => {
      const at = new Date("2026-02-03T04:05:06.789Z");
      const [row] = await db.query(
        `select 5::int8 as small, 9007199254740993::int8 as large, 1.50::numeric as exact, $1::timestamptz as at,
                $2::jsonb as json, $3::text[] as texts, $4::bool as flag, 2.5::float8 as real, $5::bytea as bytes,
                array[1, 9007199254740993]::int8[] as many, null::int8 as nothing, $6::uuid[] as ids`,
        [at, { a: [1, null, "ü"] }, ['a"b', "c,\\d", null, ""], true, Buffer.from([0, 255]), [ID]],
      );
      expect(row).toEqual({
        small: 5,
        large: "9007199254740993",
        exact: "1.50",
        at,
        json: { a: [1, null, "ü"] },
        texts: ['a"b', "c,\\d", null, ""],
        flag: true,
        real: 2.5,
        bytes: Buffer.from([0, 255]),
        many: [1, "9007199254740993"],
        nothing: null,
        ids: [ID],
      });
    });

    it("takes a JSON array as text, and arrays of objects as jsonb[]", async () => {
      const [row] = await db.query<{ list: unknown; each: unknown }>(
        "select $1::jsonb as list, to_json($2::jsonb[]) as each",
        [JSON.stringify([1, { a: 2 }]), [{ b: '"' }, { c: 1 }]],
      );
      expect(row).toEqual({ list: [1, { a: 2 }], each: [{ b: '"' }, { c: 1 }] });
      await expect(db.query("select $1::jsonb", [[1, 2]])).rejects.toThrow(/json/);
    });

    it("forgets everything of a transaction that throws", async () => {
      const before = await names();
      await expect(
        db.transaction(async (tx) => {
          await tx.query("insert into things (name) values ('never')");
          throw new Error("no");
        }),
      ).rejects.toThrow("no");
      expect(await names()).toEqual(before);
    });

    it("refuses to pretend that it committed after a caught error", async () => {
      await expect(
        db.transaction(async (tx) => {
          await tx.query("insert into things (name) values ('half')");
          await tx.query("select 1 / 0").catch(() => {});
        }),
      ).rejects.toMatchObject({ code: "transaction_aborted" });
      expect(await names()).not.toContain("half");
    });

    it("joins a transaction inside one, and a plain query inside one", async () => {
      await expect(
        db.transaction(async () => {
          await db.transaction((inner) => inner.query("insert into things (name) values ('inner')"));
          await db.query("insert into things (name) values ('plain')");
          expect(await names()).toEqual(expect.arrayContaining(["inner", "plain"]));
          throw new Error("outer failed");
        }),
      ).rejects.toThrow("outer failed");
      expect(await names()).not.toEqual(expect.arrayContaining(["inner"]));
      expect(await names()).not.toEqual(expect.arrayContaining(["plain"]));
    });

    it("does not join one that has ended, and refuses its handle", async () => {
      const ended = signal();
      const { late, handle } = await db.transaction(async (tx) => ({
        late: ended.promise.then(() => db.query<{ n: number }>("select 1 as n")),
        handle: tx,
      }));
      ended.resolve();
      expect(await late).toEqual([{ n: 1 }]);
      await expect(handle.query("select 1")).rejects.toThrow("has ended");
    });

    it("runs hints after the commit, in order, and none after a rollback", async () => {
      const seen: string[] = [];
      await db.transaction(async (tx) => {
        tx.afterCommit(() => seen.push("first"));
        await db.transaction(async (inner) => inner.afterCommit(() => seen.push("second")));
        expect(seen).toEqual([]);
      });
      await db
        .transaction(async (tx) => {
          tx.afterCommit(() => seen.push("never"));
          throw new Error("no");
        })
        .catch(() => {});
      expect(seen).toEqual(["first", "second"]);
    });

    it("keeps concurrent transactions apart", async () => {
      await db.query("create table counter (n int8 not null)");
      await db.query("insert into counter values (0)");
      await Promise.all(
        Array.from({ length: 20 }, () =>
          db.transaction(async (tx) => {
            const [row] = await tx.query<{ n: number }>("select n from counter for update");
            await tx.query("update counter set n = $1", [(row?.n ?? 0) + 1]);
          }),
        ),
      );
      expect(await db.query("select n from counter")).toEqual([{ n: 20 }]);
    });

    it("lets a query from outside wait for, or pass by, an open transaction", async () => {
      const inside = signal();
      const outside = signal<unknown>();
      const outer = inside.promise.then(() => db.query("select name from things where name = 'hidden'"));
      await db
        .transaction(async (tx) => {
          await tx.query("insert into things (name) values ('hidden')");
          inside.resolve();
          await tx.query("select 1");
          throw new Error("roll back");
        })
        .catch(outside.resolve);
      await outside.promise;
      expect(await outer).toEqual([]);
    });

    it("tells listeners what was notified, in a transaction only after it committed", async () => {
      const heard: string[] = [];
      const last = signal();
      const stop = await db.listen("hearth_test", (payload) => {
        heard.push(payload);
        if (payload === "last") last.resolve();
      });
      await db
        .transaction(async (tx) => {
          await db.notify("hearth_test", "rolled back");
          await tx.query("select pg_notify('hearth_test', 'rolled back too')");
          throw new Error("no");
        })
        .catch(() => {});
      await db.transaction(async (tx) => {
        await db.notify("hearth_test", "committed");
        await tx.query("select pg_notify('hearth_test', 'by statement')");
      });
      await db.notify("hearth_test", "last");
      await last.promise;
      await stop();
      await db.notify("hearth_test", "after the end");
      expect(heard).toEqual(["committed", "by statement", "last"]);
    });

    it("refuses a notification of 8,000 bytes", async () => {
      await expect(db.notify("hearth_test", "ä".repeat(4000))).rejects.toThrow(RangeError);
      await expect(db.notify("hearth_test", "a".repeat(7999))).resolves.toBeUndefined();
    });

    it("runs several statements at once when they have no parameters", async () => {
      expect(await db.query("begin; select 1 as a; commit; select 2 as a")).toEqual([{ a: 1 }, { a: 2 }]);
    });

    it("leaves nobody inside a transaction that several statements began and did not end", async () => {
      const failing = db.query("begin; select 1 / 0; commit");
      const beside = Array.from({ length: 5 }, () => db.query("select 1 as n"));
      await expect(failing).rejects.toThrow("division by zero");
      for (const one of [...beside, db.query("select 1 as n")]) expect(await one).toEqual([{ n: 1 }]);
      await expect(db.transaction(() => db.query("begin; select 1; commit"))).rejects.toThrow("inside one");
    });

    it("has every table after migrating, and nothing to do the second time", async () => {
      expect(await migrate(db)).toEqual([]);
      const [row] = await db.query<{ n: number }>("select count(*) as n from frames");
      expect(row).toEqual({ n: 0 });
    });
  });
}

const ID = "018f0000-0000-7000-8000-000000000001";
