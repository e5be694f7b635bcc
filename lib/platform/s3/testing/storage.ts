/** Test support: a whole platform on a folder, its storage listening, and accounts that sign with their tokens. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Server } from "node:http";
import { createFarm, type Farm } from "#lib/client/index.ts";
import { silentLog } from "#lib/log.ts";
import { createPlatform, createStorageServer, type RequestListener } from "../../index.ts";

export interface StorageUser {
  email: string;
  token: string;
  farm: Farm;
  /** As the person behind it, who may make tokens. */
  signIn(): Promise<Farm>;
}

export interface RunningStorage {
  /** Origin, path style. */
  endpoint: string;
  /** The clock's hands, for signatures that are too old. Units: milliseconds. */
  ahead: number;
  aUser(): Promise<StorageUser>;
  /** Names of all files below the store, to see that nothing changed. */
  files(): Promise<string[]>;
  close(): Promise<void>;
}

const ADMIN = {
  email: "admin@example.org",
  password: "an administrator's",
  token: "hat_of-the-configuration",
};

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function startStorage(): Promise<RunningStorage> {
  const folder = await mkdtemp(join(tmpdir(), "hearth-s3-"));
  const listeners: { api?: RequestListener; storage?: RequestListener | null } = {};
  const api = createServer((request, response) => listeners.api?.(request, response));
  const storage = createStorageServer((request, response) => listeners.storage?.(request, response));
  const [apiOrigin, endpoint] = [await listen(api), await listen(storage)];
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const platform = await createPlatform({
    databaseUrl: `pglite://${folder}/db`,
    storageUrl: `file://${folder}/objects`,
    // Under another name than it is called by: as behind a proxy, and one that buckets' names may stand before.
    storageOrigin: endpoint.replace("127.0.0.1", "localhost"),
    apiOrigin,
    corsOrigins: ["http://portal.test"],
    secrets: { signing: "s".repeat(32), serviceToken: "the service's", nodeToken: "the nodes'" },
    admin: ADMIN,
    newAccountCredits: 50,
    sampleScene: () => null,
    log: silentLog,
    clock,
    checksReplies: true,
  });
  Object.assign(listeners, { api: platform.apiListener, storage: platform.storageListener });
  const farmOf = (credential: string) => createFarm({ baseUrl: apiOrigin, credential });
  const admin = farmOf(ADMIN.token);
  let users = 0;
  return {
    endpoint,
    get ahead() {
      return clock.ahead;
    },
    set ahead(ms) {
      clock.ahead = ms;
    },
    aUser: async () => {
      users += 1;
      const email = `user-${users}@example.org`;
      const password = "a long password";
      await admin.accounts.create({ body: { email, password, role: "artist" } });
      const signIn = async () =>
        farmOf((await farmOf("").sessions.create({ body: { email, password } })).token);
      const { token } = await (await signIn()).tokens.create({ body: { name: "s3", scope: "submit" } });
      return { email, token, farm: farmOf(token), signIn };
    },
    files: async () => (await readdir(join(folder, "objects"), { recursive: true })).sort(),
    close: async () => {
      for (const server of [api, storage]) {
        server.closeAllConnections();
        server.close();
      }
      await platform.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
