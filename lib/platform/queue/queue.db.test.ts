/** The queue on a real database: what a farm relies on when nodes race, die, come back late, or a job is stopped. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type JobId, newId } from "#lib/domain/ids.ts";
import { silentLog } from "#lib/log.ts";
import type { Database } from "../db/database.ts";
import { openTestDatabase } from "../db/test-database.ts";
import { MAX_DELIVERIES } from "./boss.ts";
import { type OpenedFrameQueue, openFrameQueue } from "./open.ts";
import type { Delivery } from "./queue.ts";

const numbers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe("the queue of frames", () => {
  let db: Database;
  let queue: OpenedFrameQueue;
  let jobId: JobId;
  beforeAll(async () => {
    db = await openTestDatabase();
    queue = await openFrameQueue({ db, log: silentLog });
  });
  afterAll(async () => {
    await queue.close();
    await db.close();
  });
  beforeEach(async () => {
    jobId = newId<JobId>();
    await queue.open(jobId);
  });

  const publish = (frames: number[]) => db.transaction((tx) => queue.publish(tx, jobId, frames));
  const take = (count = 1) => db.transaction((tx) => queue.take(tx, jobId, count));
  const finish = (delivery: Delivery) => db.transaction((tx) => queue.finish(tx, jobId, delivery));
  const giveBack = (delivery: Delivery) => db.transaction((tx) => queue.giveBack(tx, jobId, delivery));
  const framesOf = (deliveries: Delivery[]) => deliveries.map((d) => d.frame);
  async function one(): Promise<Delivery> {
    const [delivery] = await take();
    if (delivery === undefined) throw new Error("nothing to take");
    return delivery;
  }
  /** As if the taker had said nothing for an hour. */
  async function fallSilent(): Promise<void> {
    await db.query(
      "update pgboss.job set heartbeat_on = now() - interval '1 hour' where name = $1 and state = 'active'",
      [jobId],
    );
    const delivered = () =>
      db.query("select 1 from pgboss.job where name = $1 and state = 'active'", [jobId]);
    while ((await delivered()).length > 0) {
      // pg-boss looks at a queue once a second at most, and the queue's own look may have been just now.
      await db.query("update pgboss.queue set monitor_claim_on = now() - interval '1 hour' where name = $1", [
        jobId,
      ]);
      await queue.revive();
    }
  }

  it("hands out the lowest frames first, negative ones too, whenever they were published", async () => {
    await publish([5, 3]);
    await publish([-2, 4]);
    expect(framesOf(await take(3))).toEqual([-2, 3, 4]);
    expect(framesOf(await take(3))).toEqual([5]);
    expect(await take(3)).toEqual([]);
  });

  it("opens a queue twice without harm", async () => {
    await publish([1]);
    await queue.open(jobId);
    expect(framesOf(await take(5))).toEqual([1]);
  });

  it("never gives two takers the same frame", async () => {
    await publish(numbers(1, 60));
    const taken = (await Promise.all(Array.from({ length: 20 }, () => take(4)))).flat();
    expect(framesOf(taken).sort((a, b) => a - b)).toEqual(numbers(1, 60));
  });

  it("leaves a frame queued when the take is rolled back", async () => {
    await publish([7]);
    await db
      .transaction(async (tx) => {
        expect(framesOf(await queue.take(tx, jobId, 1))).toEqual([7]);
        throw new Error("the lease could not be written");
      })
      .catch(() => {});
    expect(framesOf(await take())).toEqual([7]);
  });

  it("forgets 1,000 frames whose publishing was rolled back", async () => {
    await db
      .transaction(async (tx) => {
        await queue.publish(tx, jobId, numbers(1, 1000));
        throw new Error("no credits");
      })
      .catch(() => {});
    expect(await take(10)).toEqual([]);
  });

  it("takes a queue it has never seen inside a transaction, without waiting for itself", async () => {
    const other = await openFrameQueue({ db, log: silentLog });
    await publish([1]);
    expect(framesOf(await db.transaction((tx) => other.take(tx, jobId, 1)))).toEqual([1]);
    await other.close();
  });

  it("is usable after a restart, for what was queued and for what was delivered before", async () => {
    await publish([1, 2]);
    const before = await one();
    const restarted = await openFrameQueue({ db, log: silentLog });
    expect(await restarted.keep(jobId, [before])).toEqual(new Set([before.id]));
    expect(framesOf(await db.transaction((tx) => restarted.take(tx, jobId, 5)))).toEqual([2]);
    expect(await db.transaction((tx) => restarted.finish(tx, jobId, before))).toBe(true);
    await restarted.close();
  });

  it("keeps what is still the taker's and leaves out what is not", async () => {
    await publish([1, 2, 3]);
    const [a, b, c] = await take(3);
    if (!a || !b || !c) throw new Error("three were published");
    await finish(b);
    expect(await queue.keep(jobId, [a, b, { ...c, try: c.try + 1 }])).toEqual(new Set([a.id]));
    expect(await queue.keep(jobId, [])).toEqual(new Set());
  });

  it("hands a silent taker's frame out again, and the zombie can do nothing", async () => {
    await publish([9]);
    const dead = await one();
    await fallSilent();
    expect(await finish(dead)).toBe(false);
    const again = await one();
    expect(again).toMatchObject({ id: dead.id, frame: 9, try: dead.try + 1 });
    expect(await finish(dead)).toBe(false);
    expect(await giveBack(dead)).toBe(false);
    expect(await queue.keep(jobId, [dead])).toEqual(new Set());
    expect(await finish(again)).toBe(true);
    expect(await finish(again)).toBe(false);
  });

  it("does not revive who keeps saying that it works", async () => {
    await publish([1]);
    const delivery = await one();
    await queue.keep(jobId, [delivery]);
    await queue.revive();
    expect(await take()).toEqual([]);
    expect(await finish(delivery)).toBe(true);
  });

  it("gives a frame back at once, as often as one likes, before later frames", async () => {
    await publish([1, 2]);
    for (let i = 0; i < 3 * MAX_DELIVERIES; i++) {
      const delivery = await one();
      expect(delivery.frame).toBe(1);
      expect(await giveBack(delivery)).toBe(true);
    }
    expect(await db.transaction((tx) => queue.takeDead(tx))).toEqual([]);
  });

  it("puts a frame whose takers all died among the dead, once, even if it was given back between", async () => {
    await publish([13]);
    await giveBack(await one());
    for (let i = 0; i < MAX_DELIVERIES; i++) {
      await one();
      await fallSilent();
    }
    expect(await take()).toEqual([]);
    await db
      .transaction(async (tx) => {
        expect(await queue.takeDead(tx)).toEqual([{ jobId, frame: 13 }]);
        throw new Error("roll back");
      })
      .catch(() => {});
    expect(await db.transaction((tx) => queue.takeDead(tx))).toEqual([{ jobId, frame: 13 }]);
    expect(await db.transaction((tx) => queue.takeDead(tx))).toEqual([]);
  });

  it("cancels frames, queued or being rendered, and all of a job", async () => {
    await publish(numbers(1, 6));
    const [first, second] = await take(2);
    if (!first || !second) throw new Error("six were published");
    await db.transaction((tx) => queue.cancel(tx, jobId, [1, 4]));
    expect(await queue.keep(jobId, [first, second])).toEqual(new Set([second.id]));
    expect(await finish(first)).toBe(false);
    expect(framesOf(await take(1))).toEqual([3]);
    await db.transaction((tx) => queue.cancel(tx, jobId));
    expect(await take(10)).toEqual([]);
    expect(await finish(second)).toBe(false);
    await publish([2]);
    expect(framesOf(await take(10))).toEqual([2]);
  });

  it("drops a queue with what is left on it, twice without harm", async () => {
    await publish(numbers(1, 3));
    await one();
    await queue.drop(jobId);
    await queue.drop(jobId);
    expect(await db.query("select 1 from pgboss.job where name = $1", [jobId])).toEqual([]);
    await expect(db.transaction((tx) => queue.take(tx, jobId, 1))).rejects.toThrow("does not exist");
  });

  it("refuses to open a queue inside a transaction, which that would commit", async () => {
    await expect(db.transaction(() => queue.open(newId<JobId>()))).rejects.toThrow("inside one");
  });

  it("takes the largest job there may be", async () => {
    await publish(numbers(1, 100_000));
    expect(framesOf(await take(2))).toEqual([1, 2]);
    await queue.drop(jobId);
  });
});
