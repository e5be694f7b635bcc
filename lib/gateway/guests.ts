/**
 * Guests with a share link: sockets of their own that are told one thing, that there is something new to look at. What it
 * is they ask the platform for, with their link, so that nothing can be said here that the link was not made for.
 */
import type { Namespace, Server } from "socket.io";
import { createFarm, FarmError } from "#lib/client/index.ts";
import type { FarmEvent } from "#lib/contract/events.ts";
import { GUESTS, type GuestHears } from "#lib/contract/realtime.ts";
import type { Log } from "#lib/log.ts";

interface Guest {
  shareId: string;
  jobId: string;
  expiresAt: string | null;
}
type Nothing = Record<string, never>;

/** A job of many nodes changes all the time; a guest asks again no oftener. Units: milliseconds. */
const LOOK_MS = 700;
/** What a timer can wait. Units: milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;

export interface Guests {
  hear(event: FarmEvent): void;
  /** Something may have been missed. */
  reset(): void;
  close(): void;
}

export function admitGuests(
  io: Pick<Server, "of">,
  { farmUrl, serviceCredential, log }: { farmUrl: string; serviceCredential: string; log: Log },
): Guests {
  const farm = createFarm({ baseUrl: farmUrl, credential: serviceCredential });
  const guests = io.of(GUESTS) as unknown as Namespace<Nothing, GuestHears, Nothing, Guest>;
  const waiting = new Map<string, NodeJS.Timeout>();
  const told = new Map<string, number>();

  /** Null: the link opens nothing (any more). */
  const identify = async (auth: Record<string, unknown>): Promise<Guest | null> => {
    const { token, key } = auth;
    if (typeof token !== "string" || typeof key !== "string") return null;
    try {
      return await farm.shared.identify({ body: { token, key } });
    } catch (error) {
      if (error instanceof FarmError && error.status >= 400 && error.status < 500) return null;
      throw error;
    }
  };

  guests.use((socket, next) => {
    identify(socket.handshake.auth).then(
      (guest) => {
        if (guest === null) return next(new Error("gone"));
        socket.data = guest;
        return next();
      },
      () => next(new Error("unavailable")),
    );
  });

  guests.on("connection", (socket) => {
    const { jobId, shareId, expiresAt } = socket.data;
    const end = () => {
      socket.emit("gone");
      socket.disconnect(true);
    };
    void socket.join([`job:${jobId}`, `share:${shareId}`]);
    // It may have been revoked between the first question and the room.
    identify(socket.handshake.auth).then(
      (guest) => (guest === null ? end() : socket.emit("look")),
      (error: unknown) => log.warn("gateway.guest_unsure", { error }),
    );
    if (expiresAt === null) return;
    const left = Math.min(LONGEST_MS, Math.max(0, Date.parse(expiresAt) - Date.now()));
    const timer = setTimeout(end, left);
    socket.on("disconnect", () => clearTimeout(timer));
  });

  const lookAt = (room: string) => {
    if (!guests.adapter.rooms.has(room) || waiting.has(room)) return;
    const now = performance.now();
    const wait = Math.max(0, (told.get(room) ?? 0) + LOOK_MS - now);
    const timer = setTimeout(() => {
      waiting.delete(room);
      told.set(room, performance.now());
      guests.to(room).emit("look");
    }, wait);
    waiting.set(room, timer);
  };
  guests.adapter.on("delete-room", (room: string) => told.delete(room));

  return {
    hear(event) {
      if (event.type === "job.changed" || event.type === "frames.changed") lookAt(`job:${event.jobId}`);
      if (event.type !== "share.changed" || !event.isOver) return;
      guests.to(`share:${event.shareId}`).emit("gone");
      guests.in(`share:${event.shareId}`).disconnectSockets(true);
    },
    reset: () => void guests.emit("look"),
    close() {
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
}
