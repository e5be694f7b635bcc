/**
 * The page's one socket: counts who watches what, hands events on, and after every (re)connection makes sure that
 * nothing was missed in between. No React in here.
 */
import type { QueryClient } from "@tanstack/react-query";
import { createLiveSocket } from "#lib/client/live-socket.ts";
import type { CapNeared, FarmEvent, QuoteDecided, Topic } from "#lib/contract/events.ts";
import { type JobDelta, unpackDelta } from "#lib/contract/packed/delta.ts";
import { REALTIME_PATH } from "#lib/contract/realtime.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { applyChange, applyEvent, takeCredits, takePatch } from "#lib/queries/apply-event.ts";
import type { FrameMaps } from "#lib/queries/frame-maps.ts";
import { keys } from "#lib/queries/keys.ts";
import type { ProgressStore } from "#lib/queries/progress-store.ts";

export type Connection = { state: "starting" | "live" } | { state: "lost"; since: number };

export interface Realtime {
  watch: (topic: Topic) => () => void;
  /** The frame that is shown large: its progress comes as exactly as it is known. Null: none is. */
  look: (jobId: JobId, frame: number | null) => void;
  connection: () => Connection;
  onConnection: (changed: () => void) => () => void;
  open: () => void;
  close: () => void;
}

const RETRY_WATCH_MS = 2000;

/** What a topic keeps fresh, besides jobs, which have a revision to compare. */
function keysOf(topic: Topic): readonly (readonly string[])[] {
  if (topic.startsWith("account:")) return [keys.me, keys.jobs, keys.projects, keys.ledger, keys.quotes];
  if (topic === "farm") return [keys.farm];
  if (topic === "nodes") return [keys.nodes];
  return [];
}

/** Live things of a page beside the query cache. */
export interface LiveStores {
  progress: ProgressStore;
  maps: FrameMaps;
}

/** Fetches again what of a job is older than the revision; of its frames only what changed since. */
function catchUp(client: QueryClient, maps: FrameMaps, jobId: JobId, revision: number): void {
  maps.catchUp(jobId, revision);
  const known = client.getQueryData<{ revision: number }>(keys.job(jobId));
  if (known !== undefined && known.revision < revision)
    void client.invalidateQueries({ queryKey: keys.job(jobId), exact: true });
}

/** Frames are brought up to date by their maps. */
const isFrameMap = ({ queryKey }: { queryKey: readonly unknown[] }): boolean => queryKey[2] === "frames";

/** What its owner is told on whatever page. */
const isTold = (event: FarmEvent): event is CapNeared | QuoteDecided =>
  event.type === "cap.neared" || event.type === "quote.decided";

export function createRealtime(
  client: QueryClient,
  stores: LiveStores,
  onSessionEnded: () => void,
  onTold: (event: CapNeared | QuoteDecided) => void,
): Realtime {
  const socket = createLiveSocket({
    open: () =>
      new WebSocket(`${location.origin.replace("http", "ws")}${REALTIME_PATH}/?EIO=4&transport=websocket`),
    onConnect() {
      become({ state: "live" });
      topics.clear();
      for (const topic of watched.keys()) ask(topic);
    },
    onLoss(loss) {
      if (loss.kind === "refused" && loss.message === "unauthorized") return onSessionEnded();
      // Where the server ended it, asking again tells whether the session is over or the server stops.
      return lost();
    },
  });
  const { progress, maps } = stores;
  const watched = new Map<Topic, number>();
  /** What the gateway calls the topics that are watched. */
  const topics = new Map<number, Topic>();
  let looked: { topic: Topic; frame: number } | null = null;
  const jobOf = (number: number): JobId | undefined =>
    topics.get(number)?.slice("job:".length) as JobId | undefined;
  const listeners = new Set<() => void>();
  let connection: Connection = { state: "starting" };
  const become = (next: Connection) => {
    if (next.state === "lost" && connection.state === "lost") return;
    connection = next;
    for (const changed of listeners) changed();
  };

  const ask = (topic: Topic) => {
    socket.emit("watch", topic, (answer) => {
      if (!watched.has(topic)) return;
      if (!answer.ok) {
        if (answer.code === "unauthorized") onSessionEnded();
        if (answer.code === "unavailable")
          setTimeout(() => socket.isConnected() && ask(topic), RETRY_WATCH_MS);
        return;
      }
      topics.set(answer.number, topic);
      if (looked?.topic === topic) socket.emit("look", topic, looked.frame);
      if (topic.startsWith("job:")) catchUp(client, maps, topic.slice(4) as JobId, answer.revision ?? 0);
      else for (const key of keysOf(topic)) void client.invalidateQueries({ queryKey: key });
    });
  };

  const lost = () => become({ state: "lost", since: Date.now() });
  socket.on("events", (topic, events: FarmEvent[]) => {
    for (const event of events) {
      applyEvent(client, event);
      // Told under its job too; every page hears the account.
      if (isTold(event) && topic.startsWith("account:")) onTold(event);
    }
  });
  socket.on("d", (number, delta: JobDelta) => {
    const jobId = jobOf(number);
    if (jobId !== undefined) applyChange(client, stores, jobId, unpackDelta(delta));
  });
  socket.on("jobs", (deltas) => {
    for (const [jobId, delta] of deltas) takePatch(client, jobId as JobId, unpackDelta(delta));
  });
  socket.on("credits", (balance, held) => takeCredits(client, balance, held));
  socket.on("progress", (number, told) => {
    const jobId = jobOf(number);
    if (jobId !== undefined) progress.putExact(jobId, told);
  });
  socket.on("reset", () => {
    maps.catchUpAll();
    void client.invalidateQueries({ predicate: (query) => !isFrameMap(query) });
  });

  const offline = () => lost();
  const online = () => {
    // The old connection may not know yet that it is dead.
    if (connection.state !== "lost") return;
    socket.disconnect();
    socket.connect();
  };

  return {
    watch(topic) {
      const count = watched.get(topic) ?? 0;
      watched.set(topic, count + 1);
      if (count === 0 && socket.isConnected()) ask(topic);
      return () => {
        const left = (watched.get(topic) ?? 1) - 1;
        if (left > 0) {
          watched.set(topic, left);
          return;
        }
        watched.delete(topic);
        if (socket.isConnected()) socket.emit("unwatch", topic);
      };
    },
    look(jobId, frame) {
      progress.look(jobId, frame);
      const topic: Topic = `job:${jobId}`;
      looked = frame === null ? null : { topic, frame };
      if (socket.isConnected()) socket.emit("look", topic, frame);
    },
    connection: () => connection,
    onConnection(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    open() {
      window.addEventListener("offline", offline);
      window.addEventListener("online", online);
      socket.connect();
    },
    close() {
      window.removeEventListener("offline", offline);
      window.removeEventListener("online", online);
      socket.disconnect();
    },
  };
}
