import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { encode } from "next-auth/jwt";
import { io, type Socket } from "socket.io-client";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { FarmEvent, Topic } from "#lib/contract/events.ts";
import {
  type ClientToServer,
  REALTIME_PATH,
  type ServerToClient,
  type WatchReply,
} from "#lib/contract/realtime.ts";
import type { AccountId } from "#lib/domain/ids.ts";
import { newId } from "#lib/domain/ids.ts";
import { silentLog } from "#lib/log.ts";
import { attachGateway } from "./index.ts";
import { aJob } from "./testing/job.ts";

const SECRET = "a secret that is longer than thirty-two characters";
const ada = {
  platformToken: "ada-token",
  accountId: newId<AccountId>(),
  email: "ada@example.org",
  role: "artist",
};
const job = aJob({ id: newId(), accountId: ada.accountId, revision: 1 });
const balance = { balance: 5_000_000, held: 0 };

/** A platform that knows Ada and tells what the test says. */
function aPlatform(): { server: Server; tell: (event: FarmEvent) => void; listening: Promise<void> } {
  const streams = new Set<ServerResponse>();
  let heard: () => void = () => undefined;
  const listening = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const server = createServer((request, response) => {
    const who = request.headers.authorization;
    if (request.url?.startsWith("/farm/v1/events")) {
      expect(who).toBe("service-token");
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("id: 1\nevent: ready\ndata: \n\n");
      streams.add(response);
      heard();
      return;
    }
    if (request.url === "/farm/v1/me" && who === ada.platformToken) {
      const me = {
        id: ada.accountId,
        email: ada.email,
        role: ada.role,
        isDisabled: false,
        createdAt: "2026-01-01T00:00:00Z",
        ...balance,
      };
      response.end(JSON.stringify(me));
      return;
    }
    if (request.url === `/farm/v1/jobs/${job.id}` && who === ada.platformToken) {
      response.end(JSON.stringify(job));
      return;
    }
    response.writeHead(who === ada.platformToken ? 404 : 401);
    response.end(
      JSON.stringify({ code: who === ada.platformToken ? "not_found" : "unauthorized", message: "no" }),
    );
  });
  const tell = (event: FarmEvent) => {
    for (const stream of streams) stream.write(`id: 2\ndata: ${JSON.stringify(event)}\n\n`);
  };
  return { server, tell, listening };
}

const opened = (server: Server) =>
  new Promise<string>((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });

let platform: ReturnType<typeof aPlatform>;
let portal: Server;
let gateway: { close(): Promise<void> };
let address: string;
let sockets: Socket<ServerToClient, ClientToServer>[];

beforeEach(async () => {
  sockets = [];
  platform = aPlatform();
  const farmUrl = await opened(platform.server);
  portal = createServer();
  address = await opened(portal);
  gateway = attachGateway({
    server: portal,
    farmUrl,
    serviceCredential: "service-token",
    authSecret: SECRET,
    isSecure: false,
    log: silentLog,
  });
  await platform.listening;
});

afterEach(async () => {
  for (const socket of sockets) socket.disconnect();
  await gateway.close();
  for (const server of [portal, platform.server]) {
    server.closeAllConnections();
    server.close();
  }
});

async function connect(options: {
  token?: object;
  origin?: string;
}): Promise<Socket<ServerToClient, ClientToServer>> {
  const cookie =
    options.token === undefined
      ? ""
      : `next-auth.session-token=${await encode({ token: options.token as Record<string, unknown>, secret: SECRET })}`;
  const socket: Socket<ServerToClient, ClientToServer> = io(address, {
    path: REALTIME_PATH,
    transports: ["websocket"],
    reconnection: false,
    extraHeaders: { cookie, origin: options.origin ?? address },
  });
  sockets.push(socket);
  return new Promise((resolve, reject) => {
    socket.on("connect", () => resolve(socket));
    socket.on("connect_error", reject);
  });
}

const watch = (socket: Socket<ServerToClient, ClientToServer>, topic: Topic) =>
  new Promise<WatchReply>((resolve) => socket.emit("watch", topic, resolve));

const credits: FarmEvent = { type: "credits.changed", accountId: ada.accountId, ...balance };

it("who is signed in hears what they may watch", async () => {
  const socket = await connect({ token: ada });
  expect(await watch(socket, `account:${ada.accountId}`)).toMatchObject({ ok: true, revision: null });
  const heard = new Promise((resolve) => socket.on("credits", (...told) => resolve(told)));
  platform.tell(credits);
  expect(await heard).toEqual([balance.balance, balance.held]);
});

it("a job's watchers hear what changed of it once, its account's other pages hear its figures", async () => {
  const [page, list] = [await connect({ token: ada }), await connect({ token: ada })];
  const told: [string, unknown][] = [];
  const heardBoth = new Promise<void>((resolve) => {
    const note = (what: string) => (_: unknown, delta?: unknown) => {
      told.push([what, delta]);
      if (told.length === 2) resolve();
    };
    page.on("jobs", note("page jobs"));
    page.on("d", note("page d"));
    list.on("jobs", note("list jobs"));
    list.on("d", note("list d"));
  });
  for (const socket of [page, list]) await watch(socket, `account:${ada.accountId}`);
  expect(await watch(page, `job:${job.id}`)).toMatchObject({ ok: true, revision: 1 });
  const order = { jobId: job.id, since: 1, revision: 2 };
  platform.tell({ type: "job.changed", ...order, job: { ...job, revision: 2 } });
  platform.tell({ type: "frames.changed", ...order, frames: [] });
  await heardBoth;
  expect(told.map(([what]) => what).toSorted()).toEqual(["list jobs", "page d"]);
});

it("who looks at a frame hears exactly how far it is, the others of its job do not", async () => {
  const [page, other] = [await connect({ token: ada }), await connect({ token: ada })];
  for (const socket of [page, other]) await watch(socket, `job:${job.id}`);
  page.emit("look", `job:${job.id}`, 7);
  // Answered in order: by then the look has been heard.
  await watch(page, "nodes");
  const heard = new Promise((resolve) => page.on("progress", (_, progress) => resolve(progress)));
  other.on("progress", () => expect.unreachable());
  const progress = { frame: 7, phase: "rendering" as const, done: 3, total: 64, memoryBytes: 9 };
  platform.tell({ type: "frame.progress", jobId: job.id, frames: [progress, { ...progress, frame: 8 }] });
  expect(await heard).toEqual(progress);
});

it("nobody watches another's account or job, a node's topic, or nonsense", async () => {
  const socket = await connect({ token: ada });
  const refused = { ok: false, code: "not_found" };
  expect(await watch(socket, `account:${newId()}`)).toEqual(refused);
  expect(await watch(socket, `job:${newId()}`)).toEqual(refused);
  expect(await watch(socket, `node:${newId()}`)).toEqual(refused);
  expect(await watch(socket, "sockets of everybody" as Topic)).toEqual(refused);
});

it("without a cookie, with a forged one, or from another site no socket opens", async () => {
  await expect(connect({})).rejects.toThrow("unauthorized");
  await expect(connect({ token: { ...ada, platformToken: "" } })).rejects.toThrow("unauthorized");
  await expect(connect({ token: ada, origin: "https://evil.example" })).rejects.toThrow();
});

it("a session that the platform ended cannot watch", async () => {
  const socket = await connect({ token: { ...ada, platformToken: "old" } });
  expect(await watch(socket, "nodes")).toEqual({ ok: false, code: "unauthorized" });
});

it("when sessions end, that account's sockets close at once", async () => {
  const socket = await connect({ token: ada });
  await watch(socket, `account:${ada.accountId}`);
  const closed = new Promise((resolve) => socket.on("disconnect", resolve));
  platform.tell({ type: "sessions.ended", accountId: ada.accountId });
  expect(await closed).toBe("io server disconnect");
});
