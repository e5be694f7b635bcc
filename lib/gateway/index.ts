/**
 * Live events to browsers: one event stream from the platform in, socket.io rooms out. Plain Node beside Next on the
 * portal's HTTP server; never bundled. Emits to its own sockets only, so that many portals need no shared adapter.
 */
import type { Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import { watchEvents } from "#lib/client/event-stream.ts";
import type { BrowserSession } from "#lib/contract/browser-session.ts";
import { type FarmEvent, type Topic, topic as topicSchema } from "#lib/contract/events.ts";
import { type ClientToServer, REALTIME_PATH, type ServerToClient } from "#lib/contract/realtime.ts";
import type { Log } from "#lib/log.ts";
import { isOwnPage, sessionOf } from "./handshake.ts";
import { admitGuests } from "./guests.ts";
import { mayWatch } from "./may-watch.ts";
import { createArrivals } from "./arrivals.ts";
import type { Timer } from "./coalesce.ts";
import { createTeller, type Mouth } from "./teller.ts";

export interface GatewayOptions {
  server: HttpServer;
  farmUrl: string;
  /** The portal's own, which may hear everything. */
  serviceCredential: string;
  authSecret: string;
  /** Whether the portal is reached by https, which names the cookie. */
  isSecure: boolean;
  log: Log;
}

/** A page shows a handful of things; more is somebody playing. */
const MAX_TOPICS = 100;
/** A silent network is noticed within these. Units: milliseconds. */
const PING_MS = 10_000;
const PONG_MS = 8_000;

type Sockets = Server<ClientToServer, ServerToClient, Record<string, never>, BrowserSession>;

const timer: Timer = {
  now: () => performance.now(),
  after(run, ms) {
    const waiting = setTimeout(run, ms);
    return () => clearTimeout(waiting);
  },
};

/** Room of those who look at one frame of a job. */
const lookersAt = (topic: Topic, frame: number): string => `${topic} frame ${frame}`;

/** Attaches to the server; `close` ends sockets and the stream, and leaves the server to its owner. */
export function attachGateway(options: GatewayOptions): { close(): Promise<void> } {
  const { log } = options;
  const io: Sockets = new Server(options.server, {
    path: REALTIME_PATH,
    transports: ["websocket"],
    serveClient: false,
    // Measured: deflate multiplies memory by five and latency by a hundred at a thousand watchers.
    perMessageDeflate: false,
    // Next's own sockets live on the same server.
    destroyUpgrade: false,
    pingInterval: PING_MS,
    pingTimeout: PONG_MS,
    allowRequest: (request, answer) => answer(null, isOwnPage(request)),
  });
  const arrivals = createArrivals();
  /** Short names of topics, for as long as somebody watches them. */
  const numbers = new Map<string, number>();
  let lastNumber = 0;
  const numberOf = (topic: Topic): number => {
    const number = numbers.get(topic) ?? ++lastNumber;
    numbers.set(topic, number);
    return number;
  };
  // A room is named by its topic.
  const { rooms } = io.of("/").adapter;
  const mouth: Mouth = {
    delta(room, delta) {
      arrivals.sent(room);
      io.to(room).emit("d", numberOf(room), delta);
    },
    jobs(room, exceptRoom, delta) {
      arrivals.sent(room);
      io.to(room).except(exceptRoom).emit("jobs", [delta]);
    },
    credits(room, balance, held) {
      arrivals.sent(room);
      io.to(room).emit("credits", balance, held);
    },
    events(room, events) {
      arrivals.sent(room);
      io.to(room).emit("events", room, events);
    },
    progress(room, progress) {
      const lookers = lookersAt(room, progress.frame);
      if (rooms.has(lookers)) io.to(lookers).emit("progress", numberOf(room), progress);
    },
  };
  const teller = createTeller(mouth, (room) => rooms.has(room) || arrivals.isAwaited(room), timer);
  io.of("/").adapter.on("delete-room", (room: string) => {
    teller.forget(room);
    numbers.delete(room);
  });

  io.use((socket, next) => {
    sessionOf(socket.request, { secret: options.authSecret, isSecure: options.isSecure }).then(
      (session) => {
        if (session === null) return next(new Error("unauthorized"));
        socket.data = session;
        return next();
      },
      (error: unknown) => next(error instanceof Error ? error : new Error("unauthorized")),
    );
  });

  io.on("connection", (socket) => {
    const wanted = new Set<string>();
    let looking: string | null = null;
    void socket.join(`sockets of ${socket.data.accountId}`);
    socket.on("watch", (unparsed, reply) => {
      const topic = topicSchema.safeParse(unparsed);
      if (!topic.success || typeof reply !== "function" || wanted.size >= MAX_TOPICS) {
        if (typeof reply === "function") reply({ ok: false, code: "not_found" });
        return;
      }
      wanted.add(topic.data);
      const ask = () => mayWatch(options.farmUrl, socket.data, topic.data);
      arrivals
        .settle(topic.data, ask, async () => {
          if (wanted.has(topic.data)) await socket.join(topic.data);
        })
        .then(
          (answer) => {
            if (answer.ok) return reply({ ...answer, number: numberOf(topic.data) });
            wanted.delete(topic.data);
            if (!rooms.has(topic.data)) teller.forget(topic.data);
            return reply(answer);
          },
          (error: unknown) => {
            log.error("gateway.watch_failed", { error, topic: topic.data });
            wanted.delete(topic.data);
            reply({ ok: false, code: "unavailable" });
          },
        );
    });
    socket.on("unwatch", (topic) => {
      wanted.delete(topic);
      void socket.leave(topic);
    });
    socket.on("look", (topic, frame) => {
      if (looking !== null) void socket.leave(looking);
      looking = null;
      // Only at what they watch already.
      if (typeof topic !== "string" || !Number.isInteger(frame) || !socket.rooms.has(topic)) return;
      looking = lookersAt(topic, frame as number);
      void socket.join(looking);
    });
  });

  const guests = admitGuests(io, options);
  const tell = (event: FarmEvent) => {
    guests.hear(event);
    if (event.type === "sessions.ended") io.in(`sockets of ${event.accountId}`).disconnectSockets(true);
    else teller.hear(event);
  };

  const stopping = new AbortController();
  const reading = (async () => {
    let wasLost = false;
    const stream = watchEvents({
      baseUrl: options.farmUrl,
      credential: options.serviceCredential,
      topics: [],
      signal: stopping.signal,
    });
    for await (const message of stream) {
      if (message.type === "event") tell(message.event);
      else if (message.type === "lost") {
        if (!wasLost) log.warn("gateway.stream_lost");
        wasLost = true;
      } else if (message.type === "reset" || wasLost) {
        wasLost = false;
        log.info("gateway.stream_reset");
        teller.reset();
        io.emit("reset");
        guests.reset();
      }
    }
  })();
  reading.catch((error: unknown) => log.error("gateway.stream_failed", { error }));

  return {
    async close() {
      stopping.abort();
      teller.close();
      guests.close();
      io.disconnectSockets(true);
      io.engine.close();
      await reading;
    },
  };
}
