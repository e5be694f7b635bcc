/** A real farm on a folder of its own, in as many processes as a test wants to kill. */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { anArtist, type Person } from "../../../e2e/support/people.ts";
import type { Place } from "../../../e2e/support/server.ts";
import { type Part, startPart } from "./part.ts";

const ROOT = join(import.meta.dirname, "../../..");
const run = promisify(execFile);

export interface TestFarm {
  place: Place;
  dataDir: string;
  env: Record<string, string>;
  /** Resolves when it is up. `services` as `hearth serve --services` takes them; `env` over the farm's own. */
  serve(services: string, env?: Record<string, string>, wrapper?: readonly string[]): Promise<Part>;
  artist(): Promise<Person>;
  /** Path of a scene of scripts/make-scenes.py. */
  scene(name: string): string;
  /** Ends what still runs and removes everything. */
  end(): Promise<void>;
}

export async function aFarm(scenes: readonly string[] = ["tiny"]): Promise<TestFarm> {
  const folder = mkdtempSync(join(tmpdir(), "hearth-resilience-"));
  const dataDir = join(folder, "data");
  mkdirSync(join(dataDir, "sample"), { recursive: true });
  const script = ["-P", join(ROOT, "scripts/make-scenes.py"), "--", folder, ...scenes];
  await run("blender", ["-b", "--factory-startup", "--python-exit-code", "7", ...script]);
  // Nobody here renders the sample; its making would only take the cores.
  cpSync(join(folder, `${scenes[0]}.blend`), join(dataDir, "sample/sample.blend"));
  const [portal, api, storage] = await quietPorts(3);
  const token = () => randomBytes(24).toString("base64url");
  const admin = { email: "admin@hearth.local", password: token(), token: token() };
  const env = {
    PORT: String(portal),
    API_PORT: String(api),
    STORAGE_PORT: String(storage),
    HEARTH_DATA_DIR: dataDir,
    HEARTH_ADMIN_EMAIL: admin.email,
    HEARTH_ADMIN_PASSWORD: admin.password,
    HEARTH_ADMIN_TOKEN: admin.token,
    HEARTH_NODE_TOKEN: token(),
    HEARTH_NODE_NAME: "ember",
    HEARTH_LOG: "info",
    ...Object.fromEntries(
      ["DATABASE_URL", "STORAGE_URL", "FARM_URL", "HEARTH_HOST", "HEARTH_BIND"].map((name) => [name, ""]),
    ),
  };
  const address = (port: number | undefined) => `http://127.0.0.1:${port}`;
  const place: Place = {
    portal: address(portal),
    api: address(api),
    storage: address(storage),
    dataDir,
    admin,
  };
  const parts: Part[] = [];
  return {
    place,
    dataDir,
    env,
    async serve(services, more = {}, wrapper = []) {
      const part = startPart(["serve", `--services=${services}`], { ...env, ...more }, wrapper);
      parts.push(part);
      await part.says("Hearth is up.");
      return part;
    },
    artist: () => anArtist(place),
    scene: (name) => join(folder, `${name}.blend`),
    async end() {
      await Promise.all(parts.map((part) => part.kill("SIGTERM")));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a node found out about its Blenders, for another node of the same machine: asking again takes seconds. */
export function shareBlenders(from: string, to: string): void {
  const known = join(from, "node/blenders.json");
  if (!existsSync(known)) return;
  mkdirSync(join(to, "node"), { recursive: true });
  cpSync(known, join(to, "node/blenders.json"));
}

/** Free ports below those that the kernel gives to outgoing connections, so that they are still free after a kill. */
export async function quietPorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
