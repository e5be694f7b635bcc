/** The real server for tests and benchmarks: `hearth serve` on a folder of its own and free ports. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SERVER_FLAGS, SERVER_MEMORY } from "../../scripts/setup/node-program.mjs";

const ROOT = join(import.meta.dirname, "../..");

/** Where a started farm is and how to get in. Plain values: they travel to test workers as JSON. */
export interface Place {
  portal: string;
  api: string;
  storage: string;
  dataDir: string;
  admin: { email: string; password: string; token: string };
}

export interface RunningServer {
  place: Place;
  pid: number;
  /** Everything it has written so far. */
  output(): string;
  /** SIGTERM and wait, or -9 for a crash. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts again on the same folder and ports. */
  restart(): Promise<void>;
  /** Stops and removes the data. */
  end(): Promise<void>;
}

export function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  return Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once("error", reject);
          server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            resolve(typeof address === "object" && address !== null ? address.port : 0);
          });
        }),
    ),
  ).finally(() => {
    for (const server of servers) server.close();
  });
}

/** Resolves when the portal, the API and storage all answer. */
export async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  const [portal = 0, api = 0, storage = 0] = await freePorts(3);
  const dataDir = mkdtempSync(join(tmpdir(), "hearth-farm-"));
  const admin = {
    email: "admin@hearth.local",
    password: randomBytes(9).toString("base64url"),
    token: randomBytes(24).toString("base64url"),
  };
  const place: Place = {
    portal: `http://localhost:${portal}`,
    api: `http://localhost:${api}`,
    storage: `http://localhost:${storage}`,
    dataDir,
    admin,
  };
  let child: ChildProcess;
  let text = "";
  const start = async () => {
    const started = spawn(process.execPath, [...SERVER_FLAGS, join(ROOT, "bin/hearth.ts"), "serve"], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...SERVER_MEMORY,
        ...process.env,
        PORT: String(portal),
        API_PORT: String(api),
        STORAGE_PORT: String(storage),
        HEARTH_DATA_DIR: dataDir,
        DATABASE_URL: "",
        STORAGE_URL: "",
        HEARTH_HOST: "",
        HEARTH_ADMIN_EMAIL: admin.email,
        HEARTH_ADMIN_PASSWORD: admin.password,
        HEARTH_ADMIN_TOKEN: admin.token,
        HEARTH_NODE_NAME: "ember",
        ...env,
      },
    });
    child = started;
    const keep = (chunk: Buffer) => {
      text += chunk.toString();
    };
    started.stderr.on("data", keep);
    await new Promise<void>((resolve, reject) => {
      started.stdout.on("data", (chunk: Buffer) => {
        keep(chunk);
        if (text.includes("Hearth is up.")) resolve();
      });
      started.once("exit", (code) => reject(new Error(`The server ended with ${code}:\n${text}`)));
    });
  };
  const stop = (signal: NodeJS.Signals = "SIGTERM") =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill(signal);
    });
  await start();
  return {
    place,
    get pid() {
      return child.pid ?? 0;
    },
    output: () => text,
    stop,
    async restart() {
      text = "";
      await start();
    },
    async end() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
