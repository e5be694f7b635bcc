/** A farm to measure: the real server on a folder of its own, with one artist who has credits enough. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createFarm } from "#lib/client/index.ts";
import { anArtist, type Person } from "../e2e/support/people.ts";
import { type RunningServer, startServer } from "../e2e/support/server.ts";

export interface BenchFarm {
  server: RunningServer;
  artist: Person;
  /** How `hearth render` is told where to go. */
  door: { api: string; token: string };
}

/** The farm's own, from its data folder. */
export const nodeCredential = ({ server }: Pick<BenchFarm, "server">): string =>
  (JSON.parse(readFileSync(join(server.place.dataDir, "secrets.json"), "utf8")) as { node: string }).node;

/** After its node is there a farm still finds out what its machine can do. Units: milliseconds. */
const SETTLE_MS = 5000;

export async function startBenchFarm(): Promise<BenchFarm> {
  const server = await startServer({ HEARTH_LOG: "info" });
  const farm = createFarm({ baseUrl: server.place.api });
  while ((await farm.farm.status()).blenders.length === 0) await sleep(200);
  await sleep(SETTLE_MS);
  const artist = await anArtist(server.place, "bench", 1_000_000);
  return { server, artist, door: { api: server.place.api, token: artist.token } };
}
