/** The socket between browser and gateway (socket.io, path /realtime, websocket only): typed both ways. */
import type { FrameProgress } from "./farm/jobs.ts";
import type { FarmEvent, Topic } from "./events.ts";
import type { JobDelta } from "./packed/delta.ts";

export const REALTIME_PATH = "/realtime";

/** Where guests with a share link connect; `auth` is {token, key}. */
export const GUESTS = "/guests";

/** All that a guest hears: ask again what the job is like, and that the link opens nothing any more. */
export interface GuestHears {
  look(): void;
  gone(): void;
}

export interface ServerToClient {
  /** What comes seldom, as the platform tells it; merged by the gateway. */
  events(topic: Topic, events: FarmEvent[]): void;
  /** What happened to the job that was watched under this number; see WatchReply. */
  d(number: number, delta: JobDelta): void;
  /** The same of other jobs of an account, without their frames. */
  jobs(deltas: [jobId: string, delta: JobDelta][]): void;
  /** The account's balance and what is held of it. Units: micro-credits. */
  credits(balance: number, held: number): void;
  /** How far the frame is that this page looks at, exactly. */
  progress(number: number, progress: FrameProgress): void;
  /** The gateway lost its stream and has it again: what is shown may have gaps, fetch again. */
  reset(): void;
}

/**
 * `revision` is the job's now (null for other topics): if it is what you have, nothing was missed. `number` stands for the
 * topic in what follows.
 */
export type WatchReply =
  | { ok: true; revision: number | null; number: number }
  | { ok: false; code: "not_found" | "unauthorized" | "unavailable" };

export interface ClientToServer {
  watch(topic: Topic, reply: (answer: WatchReply) => void): void;
  unwatch(topic: Topic): void;
  /** This page shows one frame large and wants its progress as exactly as it is known; null: no longer. */
  look(topic: Topic, frame: number | null): void;
}
