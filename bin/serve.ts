/**
 * `hearth serve`: starts the chosen services in this process, in the order in which they need each other, and ends them
 * in the reverse. Whatever can fail is asked first, so a refused start leaves nothing running.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "#lib/config.ts";
import type { Log } from "#lib/log.ts";
import { lockDataFolder } from "./data-lock.ts";
import { checkPorts, type Port } from "./ports.ts";
import { prepareSampleScene } from "./sample-scene.ts";
import { loadSecrets } from "./secrets.ts";
import { startAgent } from "./services/agent.ts";
import type { Running } from "./services/doors.ts";
import { platformPorts, startPlatform } from "./services/platform.ts";
import { startPortal } from "./services/portal-door.ts";
import { welcome } from "./welcome.ts";

export const SERVICES = ["platform", "portal", "agent"] as const;
export type Service = (typeof SERVICES)[number];

/** A service that hangs while it ends must not hold the machine. Units: milliseconds. */
const STOP_MS = 8000;

export interface ServeOptions {
  config: Config;
  services: ReadonlySet<Service>;
  /** Next from its sources. */
  dev: boolean;
  log: Log;
  say: (line: string) => void;
  /** Fires when the process is asked to end. */
  signal: AbortSignal;
}

/** Runs until the signal fires. Errors: StartError, ConfigError, or what made a service end by itself. */
export async function serve(options: ServeOptions): Promise<void> {
  const { config, services, log, say, signal } = options;
  const root = join(import.meta.dirname, "..");
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  for (const service of services) await lockDataFolder(config.dataDir, service);
  await checkPorts(portsOf(config, services));
  const secrets = loadSecrets(config);

  const running: Running[] = [];
  const failures: Promise<never>[] = [];
  try {
    let createdAdmin: Awaited<ReturnType<typeof startPlatform>>["createdAdmin"] = null;
    if (services.has("platform")) {
      const sampleScene = prepareSampleScene({ dataDir: config.dataDir, root, log, signal });
      const platform = await startPlatform({ config, secrets, sampleScene, log });
      running.push(platform);
      createdAdmin = platform.createdAdmin;
    }
    if (services.has("portal")) running.push(await startPortal({ config, secrets, dev: options.dev, log }));
    if (services.has("agent")) {
      const { farmUrl, nodeName, dataDir, remote } = config;
      const agent = await startAgent({ farmUrl, nodeToken: secrets.node, nodeName, dataDir, remote, log });
      running.push(agent);
      failures.push(agent.ended.then(() => neverUnlessStopped(signal)));
    }
    for (const line of welcome({ config, services, createdAdmin })) say(line);
    await Promise.race([aborted(signal), ...failures]);
    if (signal.aborted) say("Stopping …");
  } finally {
    await endAll(running, log);
  }
}

function portsOf(config: Config, services: ReadonlySet<Service>): Port[] {
  const ports: Port[] = [];
  if (services.has("portal"))
    ports.push({ number: config.ports.portal, variable: "PORT", host: config.bind });
  if (services.has("platform")) ports.push(...platformPorts(config));
  return ports;
}

/** Last started, first ended: the agent gives its frames back while the platform still listens. */
async function endAll(running: readonly Running[], log: Log): Promise<void> {
  const ending = (async () => {
    for (const service of running.toReversed())
      await service.close().catch((error: unknown) => log.error("service.close_failed", { error }));
  })();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn("service.close_late", { afterMs: STOP_MS });
      resolve();
    }, STOP_MS);
  });
  await Promise.race([ending, late]);
  clearTimeout(timer);
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** A node that ended without being asked is a farm that renders nothing: better to end and be started again. */
async function neverUnlessStopped(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) throw new Error("The render node ended by itself.");
  return new Promise<never>(() => {});
}
