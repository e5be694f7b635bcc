/**
 * A PostgreSQL of our own for the length of a test run: Debian's programs, a cluster in a temporary folder, a free port on
 * loopback. PostgreSQL refuses to run as root, so there it runs as the user `postgres` that Debian made for it.
 */
import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CLUSTERS = "/usr/lib/postgresql";

/** Folder of the newest installed version's programs, or null. */
export function findPostgres() {
  if (!existsSync(CLUSTERS)) return null;
  const newest = readdirSync(CLUSTERS)
    .filter((version) => existsSync(join(CLUSTERS, version, "bin", "initdb")))
    .sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? null : join(CLUSTERS, newest, "bin");
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** The unprivileged user to run as; null when this process is one already. */
function userForPostgres() {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((one) => one.startsWith("postgres:"));
  if (line === undefined) throw new Error("There is no user `postgres` to run PostgreSQL as.");
  const [, , uid, gid] = line.split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Starts a cluster. `stop` ends it and removes its folder; call it always.
 * @returns {Promise<{url: string, stop: () => void}>}
 */
export async function startPostgres() {
  const programs = findPostgres();
  if (programs === null) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  const user = userForPostgres();
  const folder = mkdtempSync(join(tmpdir(), "hearth-postgres-"));
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const run = (/** @type {string} */ program, /** @type {string[]} */ args) =>
    execFileSync(join(programs, program), args, {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      ...user,
      env: { PATH: process.env.PATH ?? "", LC_ALL: "C.UTF-8", TZ: "UTC" },
    });
  const stop = () => {
    try {
      if (existsSync(join(data, "postmaster.pid")))
        run("pg_ctl", ["stop", "-D", data, "-m", "immediate", "-w"]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  try {
    const port = await freePort();
    run("initdb", ["-D", data, "-U", "hearth", "-A", "trust", "-E", "UTF8", "--no-sync"]);
    // Durability is not under test here, speed is welcome; the socket stays in our own folder.
    const settings = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c fsync=off -c max_connections=200`;
    run("pg_ctl", ["start", "-D", data, "-w", "-t", "60", "-l", join(folder, "log"), "-o", settings]);
    return { url: `postgres://hearth@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    stop();
    throw error;
  }
}
