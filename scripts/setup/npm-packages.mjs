/**
 * Installs the npm packages when they are missing or the lockfile changed since they were installed.
 * `npm install` and not `npm ci`: `npm ci` refuses a lockfile written where packages for other platforms were absent.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runQuietly } from "./run.mjs";
import { giveUp, say, spell } from "./say.mjs";

/** @param {string} root */
function wanted(root) {
  const hash = createHash("sha256");
  for (const name of ["package.json", "package-lock.json"]) {
    const path = join(root, name);
    hash.update(existsSync(path) ? readFileSync(path) : "absent");
  }
  return hash.digest("hex");
}

/** @param {string} root folder of package.json */
export async function ensureNpmPackages(root) {
  const mark = join(root, "node_modules", ".hearth-lock");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted(root)) return;
  say("Installing npm packages (about half a minute the first time) …");
  const began = Date.now();
  const args = ["install", "--no-fund", "--no-audit", "--no-progress", "--loglevel=error"];
  // A production environment would leave out what the build needs.
  const result = await runQuietly("npm", [...args, "--include=dev", "--include=optional"], { cwd: root });
  if (result.code !== 0) {
    process.stderr.write(result.output);
    giveUp("npm could not install the packages; what it said is above. Is the npm registry reachable?");
  }
  // After, not before: npm may complete the lockfile with this platform's packages.
  writeFileSync(mark, wanted(root));
  say(`npm packages are installed (${spell(Date.now() - began)}).`);
}
