/**
 * LISTEN on one dedicated connection that comes back after it was lost. What was told meanwhile is gone: readers poll as
 * a floor, a notification is only a hint.
 */
import { Client, type ClientConfig } from "pg";
import type { Log } from "#lib/log.ts";

export interface Listener {
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Units: milliseconds. */
const RECONNECT_MS = [100, 500, 1000, 2000, 5000];
/** A half-dead connection is noticed by asking. */
const PING_MS = 15_000;

export function createListener(config: ClientConfig, log: Log): Listener {
  const channels = new Map<string, Set<(payload: string) => void>>();
  let connecting: Promise<Client> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let isClosed = false;

  async function connect(): Promise<Client> {
    const client = new Client({ ...config, keepAlive: true });
    const ping = setInterval(() => void client.query("select 1").catch(() => client.end()), PING_MS);
    ping.unref();
    client.on("error", (error) => log.warn("database.listener_lost", { error }));
    client.on("end", () => {
      clearInterval(ping);
      connecting = null;
      if (!isClosed && channels.size > 0) reconnectSoon();
    });
    client.on("notification", ({ channel, payload }) => {
      for (const heard of channels.get(channel) ?? []) heard(payload ?? "");
    });
    try {
      await client.connect();
      for (const channel of channels.keys()) await client.query(`listen ${channel}`);
    } catch (error) {
      clearInterval(ping);
      connecting = null;
      await client.end().catch(() => {});
      throw error;
    }
    failures = 0;
    return client;
  }

  const connected = () => (connecting ??= connect());

  function reconnectSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        failures += 1;
        connected().catch((error: unknown) => {
          log.warn("database.listener_waits", { error });
          if (!isClosed) reconnectSoon();
        });
      },
      RECONNECT_MS[Math.min(failures, RECONNECT_MS.length - 1)],
    );
    timer.unref();
  }

  return {
    listen: async (channel, heard) => {
      const listeners = channels.get(channel) ?? new Set();
      channels.set(channel, listeners);
      listeners.add(heard);
      await (await connected()).query(`listen ${channel}`);
      return async () => {
        listeners.delete(heard);
        if (listeners.size > 0 || channels.get(channel) !== listeners) return;
        channels.delete(channel);
        if (!isClosed && connecting !== null) await (await connecting).query(`unlisten ${channel}`);
      };
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      const last = connecting;
      if (last !== null)
        await last.then(
          (client) => client.end(),
          () => {},
        );
    },
  };
}
