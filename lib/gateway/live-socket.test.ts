/** The browser's own small client against the real server: the two must speak one language. */
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLiveSocket, type LiveSocket, type Loss } from "#lib/client/live-socket.ts";
import { type ClientToServer, REALTIME_PATH, type ServerToClient } from "#lib/contract/realtime.ts";

let http: HttpServer;
let io: Server<ClientToServer, ServerToClient>;
let port: number;
let client: LiveSocket;
let losses: Loss[];
/** Resolve with the next connection, and the next loss. */
let connected: () => Promise<void>;
let lost: () => Promise<Loss>;

beforeEach(async () => {
  http = createServer();
  io = new Server(http, { path: REALTIME_PATH, transports: ["websocket"] });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  port = (http.address() as AddressInfo).port;
  losses = [];
  let onConnect: () => void = () => undefined;
  let onLoss: (loss: Loss) => void = () => undefined;
  connected = () => new Promise((resolve) => (onConnect = resolve));
  lost = () => new Promise((resolve) => (onLoss = resolve));
  client = createLiveSocket({
    open: () => new WebSocket(`ws://127.0.0.1:${port}${REALTIME_PATH}/?EIO=4&transport=websocket`),
    onConnect: () => onConnect(),
    onLoss(loss) {
      losses.push(loss);
      onLoss(loss);
    },
  });
});
afterEach(async () => {
  client.disconnect();
  await io.close();
});

it("calls, is answered, and hears", async () => {
  io.on("connection", (socket) => {
    socket.on("watch", (topic, reply) => {
      reply({ ok: true, revision: 4, number: 7 });
      socket.emit("events", topic, []);
    });
  });
  const heard = new Promise((resolve) => client.on("events", (topic) => resolve(topic)));
  const ready = connected();
  client.connect();
  await ready;
  const answer = await new Promise((resolve) => client.emit("watch", "farm", resolve));
  expect(answer).toEqual({ ok: true, revision: 4, number: 7 });
  expect(await heard).toBe("farm");
});

it("comes back by itself when the server ended it, and when the line was cut", async () => {
  let ready = connected();
  client.connect();
  await ready;
  ready = connected();
  io.disconnectSockets();
  await ready;
  ready = connected();
  for (const socket of io.of("/").sockets.values()) socket.conn.transport.close();
  await ready;
  expect(losses.map(({ kind }) => kind)).toEqual(["ended by server", "lost"]);
});

it("is told why it was refused", async () => {
  io.use((_, next) => next(new Error("unauthorized")));
  const loss = lost();
  client.connect();
  expect(await loss).toEqual({ kind: "refused", message: "unauthorized" });
});

it("notices a line on which nothing is said for too long", async () => {
  /** Opens, says how often it would speak, and never does. */
  class Mute extends EventTarget {
    send(): void {}
    close(): void {}
  }
  const mute = new Mute();
  const lossOfMute = new Promise<Loss>((resolve) => {
    const waiting = createLiveSocket({
      open: () => mute as unknown as WebSocket,
      onConnect: () => expect.unreachable(),
      onLoss(loss) {
        waiting.disconnect();
        resolve(loss);
      },
    });
    waiting.connect();
  });
  const handshake = JSON.stringify({ pingInterval: 20, pingTimeout: 10 });
  mute.dispatchEvent(new MessageEvent("message", { data: `0${handshake}` }));
  expect(await lossOfMute).toEqual({ kind: "lost" });
});

it("says nothing while there is no connection", () => {
  client.emit("unwatch", "farm");
  expect(client.isConnected()).toBe(false);
});

it("goes through another door with what is shown there, and is refused there alone", async () => {
  const shown: unknown[] = [];
  io.of("/guests").use((socket, next) => {
    shown.push(socket.handshake.auth);
    next(socket.handshake.auth.key === "right" ? undefined : new Error("gone"));
  });
  io.of("/guests").on("connection", (socket) => {
    (socket as unknown as { emit(name: "look"): void }).emit("look");
  });
  const at = (key: string, onLoss: (loss: Loss) => void) =>
    createLiveSocket<Record<string, never>, { look(): void }>({
      open: () => new WebSocket(`ws://127.0.0.1:${port}${REALTIME_PATH}/?EIO=4&transport=websocket`),
      door: { namespace: "/guests", auth: { key } },
      onConnect: () => undefined,
      onLoss,
    });
  const guest = at("right", () => undefined);
  const looked = new Promise<void>((resolve) => guest.on("look", resolve));
  guest.connect();
  await looked;
  guest.disconnect();
  const refused = await new Promise<Loss>((resolve) => {
    const stranger = at("wrong", (loss) => {
      stranger.disconnect();
      resolve(loss);
    });
    stranger.connect();
  });
  expect(refused).toEqual({ kind: "refused", message: "gone" });
  expect(shown).toEqual([{ key: "right" }, { key: "wrong" }]);
});
