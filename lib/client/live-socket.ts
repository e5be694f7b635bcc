/**
 * The browser's end of the gateway's socket: the few words of socket.io that the two say to each other, over a WebSocket.
 * The full client is nine times as large, and pages load it before they can be used.
 * Source: engine.io protocol 4, socket.io protocol 5 (websocket only, no binary, one namespace a socket).
 */
import type { ClientToServer, ServerToClient } from "#lib/contract/realtime.ts";

/** Why a connection is not there. `refused`: the server said no. */
export type Loss = { kind: "lost" | "ended by server" } | { kind: "refused"; message: string };

type Words<Side> = Record<keyof Side, (...args: never[]) => void>;

export interface LiveSocket<
  Says extends Words<Says> = ClientToServer,
  Hears extends Words<Hears> = ServerToClient,
> {
  isConnected(): boolean;
  /** Calls the server. What is said while there is no connection is lost: who listens for `onConnect` says it again. */
  emit<Name extends keyof Says>(name: Name, ...args: Parameters<Says[Name]>): void;
  on<Name extends keyof Hears>(name: Name, hear: Hears[Name]): void;
  connect(): void;
  disconnect(): void;
}

export interface SocketOptions {
  /** Opens the WebSocket; tests give their own. */
  open: () => WebSocket;
  /** Another door than the signed-in people's, and what is shown there. */
  door?: { namespace: string; auth: object };
  onConnect: () => void;
  onLoss: (loss: Loss) => void;
}

/** The first try comes soon, later ones less often, and never all pages at once. Units: milliseconds. */
const FIRST_RETRY_MS = 300;
const MOST_RETRY_MS = 3000;

interface Handshake {
  pingInterval: number;
  pingTimeout: number;
}

export function createLiveSocket<
  Says extends Words<Says> = ClientToServer,
  Hears extends Words<Hears> = ServerToClient,
>({ open, door, onConnect, onLoss }: SocketOptions): LiveSocket<Says, Hears> {
  /** Stands before what is said at another door. */
  const sign = door === undefined ? "" : `${door.namespace},`;
  const listeners = new Map<PropertyKey, (...args: unknown[]) => void>();
  let acknowledged = new Map<number, (...args: unknown[]) => void>();
  let lastId = 0;
  let socket: WebSocket | null = null;
  let isConnected = false;
  let isWanted = false;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let mostSilence = 0;

  const drop = () => {
    clearTimeout(silence);
    const old = socket;
    socket = null;
    isConnected = false;
    acknowledged = new Map();
    old?.close();
  };
  const lose = (loss: Loss) => {
    drop();
    onLoss(loss);
    if (!isWanted) return;
    const wait = Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures) * (0.5 + Math.random());
    failures += 1;
    clearTimeout(retry);
    retry = setTimeout(start, wait);
  };
  /** A server that has not asked for so long is gone, even if nobody closed the line. */
  const heard = () => {
    clearTimeout(silence);
    if (mostSilence > 0) silence = setTimeout(() => lose({ kind: "lost" }), mostSilence);
  };

  function hear(text: string): void {
    const body = text.startsWith(sign, 2) ? text.slice(2 + sign.length) : text.slice(2);
    if (text.startsWith("0")) {
      const { pingInterval, pingTimeout } = JSON.parse(text.slice(1)) as Handshake;
      mostSilence = pingInterval + pingTimeout;
      socket?.send(door === undefined ? "40" : `40${sign}${JSON.stringify(door.auth)}`);
    } else if (text === "2") socket?.send("3");
    else if (text.startsWith("40")) {
      isConnected = true;
      failures = 0;
      onConnect();
    } else if (text.startsWith("41")) lose({ kind: "ended by server" });
    else if (text.startsWith("44"))
      lose({ kind: "refused", message: (JSON.parse(body) as { message: string }).message });
    else if (text.startsWith("42")) {
      const [name, ...args] = JSON.parse(body) as [string, ...unknown[]];
      listeners.get(name)?.(...args);
    } else if (text.startsWith("43")) {
      const bracket = body.indexOf("[");
      const id = Number(body.slice(0, bracket));
      const answer = acknowledged.get(id);
      acknowledged.delete(id);
      answer?.(...(JSON.parse(body.slice(bracket)) as unknown[]));
    }
    heard();
  }

  function start(): void {
    clearTimeout(retry);
    if (socket !== null) return;
    const opened = open();
    socket = opened;
    opened.addEventListener("message", ({ data }) => {
      if (socket === opened) hear(String(data));
    });
    opened.addEventListener("close", () => {
      if (socket === opened) lose({ kind: "lost" });
    });
  }

  return {
    isConnected: () => isConnected,
    emit(name, ...args) {
      if (!isConnected) return;
      const last = args.at(-1);
      if (typeof last !== "function") return socket?.send(`42${sign}${JSON.stringify([name, ...args])}`);
      lastId += 1;
      acknowledged.set(lastId, last);
      socket?.send(`42${sign}${lastId}${JSON.stringify([name, ...args.slice(0, -1)])}`);
    },
    on(name, listener) {
      listeners.set(name, listener as unknown as (...args: unknown[]) => void);
    },
    connect() {
      isWanted = true;
      start();
    },
    disconnect() {
      isWanted = false;
      clearTimeout(retry);
      drop();
    },
  };
}
