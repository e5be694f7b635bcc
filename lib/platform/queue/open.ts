/** Opens the queue of frames on a database. One for each platform; all platforms on the database share the queues. */
import type { Log } from "#lib/log.ts";
import type { Database } from "../db/database.ts";
import { FRAME_QUEUE, startBoss } from "./boss.ts";
import { cancelFrames, dropQueue } from "./drop.ts";
import { finishFrame, giveBackFrame } from "./finish.ts";
import { keepFrames } from "./keep.ts";
import { publishFrames } from "./publish.ts";
import type { FrameQueue } from "./queue.ts";
import { keepReviving, reviveSilent } from "./revive.ts";
import { takeDeadFrames, takeFrames } from "./take.ts";

export interface OpenedFrameQueue extends FrameQueue {
  /** Looks now for deliveries whose taker is silent, as it does every two seconds by itself. Answers how many queues had one. */
  revive(): Promise<number>;
}

/** The database stays the caller's: close the queue first, then the database. */
export async function openFrameQueue({ db, log }: { db: Database; log: Log }): Promise<OpenedFrameQueue> {
  const boss = await startBoss(db, log);
  const stopReviving = keepReviving(db, boss, log);
  return {
    open: (jobId) => boss.createQueue(jobId, FRAME_QUEUE),
    publish: (tx, jobId, frames) => publishFrames(boss, tx, jobId, frames),
    take: (tx, jobId, count) => takeFrames(boss, tx, jobId, count),
    keep: (jobId, deliveries) => keepFrames(boss, jobId, deliveries),
    finish: (tx, jobId, delivery) => finishFrame(boss, tx, jobId, delivery),
    giveBack: (tx, jobId, delivery) => giveBackFrame(boss, tx, jobId, delivery),
    cancel: (tx, jobId, frames) => cancelFrames(tx, jobId, frames),
    takeDead: (tx) => takeDeadFrames(boss, tx),
    drop: (jobId) => dropQueue(boss, jobId),
    revive: () => reviveSilent(db, boss),
    close: async () => {
      await stopReviving();
      await boss.stop({ graceful: false });
    },
  };
}
