/**
 * `npm start`: from a clean clone to a running farm. Installs what is missing, builds what changed, then serves.
 * Runs on the Node 20 of Debian's users before anything is installed, so it is plain JavaScript without dependencies.
 * `--dev` serves the portal from its sources, without a build. Other arguments go to `hearth serve`.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { ensureDebianPackages, RENDER_PACKAGES } from "./setup/debian-packages.mjs";
import { ensureBuild } from "./setup/next-build.mjs";
import { findNode, NODE_NEEDED, SERVER_FLAGS, SERVER_MEMORY } from "./setup/node-program.mjs";
import { ensureNpmPackages } from "./setup/npm-packages.mjs";
import { giveUp } from "./setup/say.mjs";

const root = join(import.meta.dirname, "..");
const args = process.argv.slice(2);

await ensureNpmPackages(root);
await ensureDebianPackages(RENDER_PACKAGES);
const node = findNode(root) ?? giveUp(NODE_NEEDED);
if (!args.includes("--dev")) await ensureBuild(root, node);

const server = spawn(node, [...SERVER_FLAGS, join(root, "bin", "hearth.ts"), "serve", ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...SERVER_MEMORY, ...process.env },
});
// A terminal's Ctrl-C reaches the server by itself as well; it takes a second signal for the same one.
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => server.kill(signal));
}
server.on("error", (error) => giveUp(`The server could not be started: ${error.message}`));
server.on("exit", (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
