/** The outbox on a real database: no event lost, none out of order, none from a rollback. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DurableEvent, StreamedEvent, VolatileEvent } from "#lib/contract/events.ts";
import { type AccountId, type JobId, newId } from "#lib/domain/ids.ts";
import { silentLog } from "#lib/log.ts";
import type { Database } from "../db/database.ts";
import { openTestDatabase } from "../db/test-database.ts";
import { appendEvent } from "./append.ts";
import { currentEventId } from "./cursor.ts";
import { type EventFeed, openEventFeed, type Subscription } from "./listen.ts";
import { pruneEvents } from "./prune.ts";
import { publishVolatile } from "./volatile.ts";

const accountId = newId<AccountId>();
const aProgress = { phase: "rendering" as const, done: 3, total: 64, memoryBytes: 1_000_000 };
/** Told apart by its balance. */
const event = (balance: number): DurableEvent => ({ type: "credits.changed", accountId, balance, held: 0 });

/** Collects what a listener hears and fulfils `until(n)` when it has heard so many. */
function collector() {
  const heard: StreamedEvent[] = [];
  let wanted = 0;
  let reached = Promise.withResolvers<void>();
  return {
    heard,
    listener: (one: StreamedEvent) => {
      heard.push(one);
      if (heard.length >= wanted) reached.resolve();
    },
    until: (count: number) => {
      wanted = count;
      reached = Promise.withResolvers<void>();
      if (heard.length >= wanted) reached.resolve();
      return reached.promise;
    },
    balances: () => heard.map((one) => ("balance" in one.event ? one.event.balance : -1)),
  };
}

describe("the outbox", () => {
  let db: Database;
  const feeds: EventFeed[] = [];
  const subscriptions: Subscription[] = [];
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterEach(async () => {
    for (const subscription of subscriptions.splice(0)) subscription.stop();
    for (const feed of feeds.splice(0)) await feed.close();
  });
  afterAll(() => db.close());

  async function openFeed(): Promise<EventFeed> {
    const feed = await openEventFeed(db, silentLog);
    feeds.push(feed);
    return feed;
  }
  async function subscribe(feed: EventFeed, after?: string) {
    const collected = collector();
    const subscription = await feed.subscribe(collected.listener, after);
    subscriptions.push(subscription);
    return { ...collected, ...subscription };
  }
  const append = (...balances: number[]) =>
    db.transaction(async (tx) => {
      for (const balance of balances) await appendEvent(tx, event(balance));
    });

  it("tells every subscriber what commits, in order, and nothing of a rollback", async () => {
    const feed = await openFeed();
    const [a, b] = [await subscribe(feed), await subscribe(feed)];
    await db
      .transaction(async (tx) => {
        await appendEvent(tx, event(666));
        throw new Error("no");
      })
      .catch(() => {});
    await append(1, 2);
    await append(3);
    await Promise.all([a.until(3), b.until(3)]);
    expect(a.balances()).toEqual([1, 2, 3]);
    expect(b.heard).toEqual(a.heard);
    for (const { id } of a.heard) expect(id).toMatch(/^\d+$/);
  });

  it("tells a platform what another one wrote", async () => {
    const [here, there] = [await openFeed(), await openFeed()];
    const [a, b] = [await subscribe(here), await subscribe(there)];
    await append(1);
    await Promise.all([a.until(1), b.until(1)]);
    expect(a.heard).toEqual(b.heard);
  });

  it("goes on after any event, without a gap and without telling one twice", async () => {
    const feed = await openFeed();
    const before = await subscribe(feed);
    await append(...Array.from({ length: 1200 }, (_, i) => i));
    await before.until(1200);
    const seen = before.heard[99]?.id ?? "";
    const writing = append(5001, 5002);
    const late = await subscribe(feed, seen);
    await writing;
    await append(5003);
    await late.until(1103);
    expect(late.isReset).toBe(false);
    expect(late.balances()).toEqual([...Array.from({ length: 1100 }, (_, i) => 100 + i), 5001, 5002, 5003]);
  });

  it("goes on from the place it said it was ready at, also when nothing has happened yet", async () => {
    const first = await subscribe(await openFeed());
    expect(first.readyAt).toBe(await currentEventId(db));
    await append(1);
    const second = await subscribe(await openFeed(), first.readyAt);
    await second.until(1);
    expect(second.balances()).toEqual([1]);
  });

  it("says so when what was seen last is no longer kept, and only then", async () => {
    await append(1, 2);
    const first = await currentEventId(db);
    await db.query("update events set at = now() - interval '2 hours'");
    expect(await pruneEvents(db)).toBeGreaterThan(0);
    const feed = await openFeed();
    expect((await subscribe(feed, first)).isReset).toBe(false);
    expect((await subscribe(feed, "0")).isReset).toBe(true);
    expect((await subscribe(feed, "1")).isReset).toBe(true);
    expect((await subscribe(feed, "9".repeat(40))).isReset).toBe(true);
    await append(3);
    expect(await pruneEvents(db)).toBe(1);
    const gone = await subscribe(feed, first);
    expect(gone.isReset).toBe(true);
    await append(4);
    await gone.until(1);
    expect(gone.balances()).toEqual([4]);
  });

  it("loses no event of transactions that commit in another order than they began", async () => {
    const feed = await openFeed();
    const live = await subscribe(feed);
    let seed = 7;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const slow = () => db.query("select pg_sleep($1)", [random() * 0.02]);
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        db.transaction(async (tx) => {
          if (i % 2 === 0) await slow();
          await appendEvent(tx, event(2 * i));
          await slow();
          await appendEvent(tx, event(2 * i + 1));
          await slow();
        }),
      ),
    );
    await live.until(120);
    expect(live.balances().sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, i) => i));
    for (let i = 0; i < 60; i++)
      expect(live.balances().indexOf(2 * i)).toBeLessThan(live.balances().indexOf(2 * i + 1));
    // Whoever reads the same stretch again gets the same order.
    const again = await subscribe(feed, live.heard[29]?.id ?? "");
    await again.until(90);
    expect(again.heard).toEqual(live.heard.slice(30));
  });

  // PGlite has one connection: no two transactions are ever open at once.
  const onPostgres = process.env["TEST_DATABASE_URL"] === undefined ? null : it;
  onPostgres?.("holds an event back while an older transaction may still put its own before it", async () => {
    const feed = await openFeed();
    const live = await subscribe(feed);
    const olderBegan = Promise.withResolvers<void>();
    const newerCommitted = Promise.withResolvers<void>();
    const older = db.transaction(async (tx) => {
      await appendEvent(tx, event(1));
      olderBegan.resolve();
      await newerCommitted.promise;
      const [row] = await tx.query<{ n: number }>(
        "select count(*) as n from events where (body->>'balance')::int = 2",
      );
      expect(row?.n).toBeGreaterThan(0);
      expect(live.heard).toEqual([]);
    });
    await olderBegan.promise;
    await append(2);
    newerCommitted.resolve();
    await older;
    await live.until(2);
    expect(live.balances()).toEqual([1, 2]);
  });

  it("tells volatile events at once, without an id, and stores nothing", async () => {
    const before = await currentEventId(db);
    const live = await subscribe(await openFeed());
    await publishVolatile(db, { type: "work.expected" });
    await live.until(1);
    expect(live.heard).toEqual([{ id: null, event: { type: "work.expected" } }]);
    expect(await currentEventId(db)).toBe(before);
  });

  it("splits progress of many frames, and refuses what can't be split", async () => {
    const live = await subscribe(await openFeed());
    const jobId = newId<JobId>();
    const progress: VolatileEvent & { type: "frame.progress" } = {
      type: "frame.progress",
      jobId,
      frames: Array.from({ length: 400 }, (_, i) => ({ ...aProgress, frame: i })),
    };
    await publishVolatile(db, progress);
    await publishVolatile(db, { type: "work.expected" });
    while (live.heard.at(-1)?.event.type !== "work.expected") await live.until(live.heard.length + 1);
    expect(live.heard.length).toBeGreaterThan(2);
    expect(live.heard.flatMap(({ event }) => (event.type === "frame.progress" ? event.frames : []))).toEqual(
      progress.frames,
    );
    await expect(
      publishVolatile(db, {
        ...progress,
        frames: [{ ...aProgress, frame: 1, note: "x".repeat(9000) } as (typeof progress.frames)[number]],
      }),
    ).rejects.toMatchObject({ code: "volatile_too_large" });
  });
});
