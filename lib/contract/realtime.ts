/** The socket between browser and gateway (socket.io, path /realtime, websocket only): typed both ways. */
import type { FarmEvent, Topic } from "./events.ts";

export const REALTIME_PATH = "/realtime";

export interface ServerToClient {
  /** Merged by the gateway: at most some few a second for each topic. */
  events(topic: Topic, events: FarmEvent[]): void;
  /** The gateway lost its stream and has it again: what is shown may have gaps, fetch again. */
  reset(): void;
}

/** `revision` is the job's now (null for other topics): if it is what you have, nothing was missed. */
export type WatchReply =
  | { ok: true; revision: number | null }
  | { ok: false; code: "not_found" | "unauthorized" | "unavailable" };

export interface ClientToServer {
  watch(topic: Topic, reply: (answer: WatchReply) => void): void;
  unwatch(topic: Topic): void;
}
