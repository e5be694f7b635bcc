/** The platform on its two ports: the API and storage. The only file of `bin` that knows how the platform is made. */
import { createServer, type Server } from "node:http";
import type { Config } from "#lib/config.ts";
import type { Log } from "#lib/log.ts";
import { listen, type Port, stopListening } from "../ports.ts";
import type { Secrets } from "../secrets.ts";
import type { FirstAdmin } from "#lib/platform/index.ts";
import type { Running } from "./doors.ts";

/** Open requests get this long to end; long polls end at once because the platform closes first. Units: milliseconds. */
const GRACE_MS = 2000;

export interface PlatformService extends Running {
  createdAdmin: FirstAdmin | null;
}

/** Errors: StartError for a taken port, and what opening the database says. Nothing stays open then. */
export async function startPlatform(facts: {
  config: Config;
  secrets: Secrets;
  sampleScene: () => string | null;
  log: Log;
}): Promise<PlatformService> {
  const { config, secrets, sampleScene, log } = facts;
  const { createPlatform, createStorageServer } = await import("#lib/platform/index.ts");
  const platform = await createPlatform({
    databaseUrl: config.databaseUrl,
    storageUrl: config.storageUrl,
    newAccountCredits: config.newAccountCredits,
    sampleScene,
    storageOrigin: config.origins.storage,
    apiOrigin: config.origins.api,
    corsOrigins: [config.origins.portal],
    secrets: { signing: secrets.platform, serviceToken: secrets.service, nodeToken: secrets.node },
    admin: config.admin,
    log,
  });
  const [apiPort, storagePort] = platformPorts(config);
  const open: Server[] = [];
  try {
    open.push(await openServer(createServer(platform.apiListener), apiPort));
    if (platform.storageListener !== null)
      open.push(await openServer(createStorageServer(platform.storageListener), storagePort));
    await platform.start();
  } catch (error) {
    await Promise.all(open.map((server) => stopListening(server, 0)));
    await platform.close();
    throw error;
  }
  return {
    createdAdmin: platform.firstAdmin,
    async close() {
      const ending = open.map((server) => stopListening(server, GRACE_MS));
      await platform.close();
      await Promise.all(ending);
    },
  };
}

/** Shape: [API, storage] */
export const platformPorts = (config: Config): [Port, Port] => [
  { number: config.ports.api, variable: "API_PORT", host: config.bind },
  { number: config.ports.storage, variable: "STORAGE_PORT", host: config.bind },
];

async function openServer(server: Server, port: Port): Promise<Server> {
  // An upload part over a slow line may take longer than Node's five minutes.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  await listen(server, port);
  return server;
}
