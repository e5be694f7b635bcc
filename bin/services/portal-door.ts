/** Hands the portal (./portal.ts) its part of the configuration. */
import type { Config } from "#lib/config.ts";
import type { Log } from "#lib/log.ts";
import type { Secrets } from "../secrets.ts";
import type { Running } from "./doors.ts";

export async function startPortal(facts: {
  config: Config;
  secrets: Secrets;
  dev: boolean;
  log: Log;
}): Promise<Running> {
  const { config, secrets, dev, log } = facts;
  // Imported only now: Next is heavy, and a platform or a node alone never needs it.
  const portal = await import("./portal.ts");
  return portal.startPortal({
    port: config.ports.portal,
    hostname: config.bind,
    farmUrl: config.farmUrl,
    storageOrigin: config.origins.storage,
    publicUrl: config.origins.portal,
    authSecret: secrets.auth,
    serviceCredential: secrets.service,
    dev,
    log,
  });
}
