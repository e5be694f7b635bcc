/** Builds the portal when its sources changed since the last build; the hash of the sources is kept beside the build. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compressStatic } from "./compress-static.mjs";
import { runQuietly } from "./run.mjs";
import { giveUp, say, spell } from "./say.mjs";

const FILES = [
  "next.config.mjs",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "tsconfig.json",
];
const FOLDERS = ["app", "components", "lib", "public"];
/** The floors forbid the portal to reach these, so a change in them is none of the build's. */
const NOT_THE_PORTALS = new Set(["lib/platform", "lib/agent", "lib/cli", "lib/gateway"]);

/** @param {string} root @param {string} folder @returns {string[]} */
function filesBelow(root, folder) {
  if (NOT_THE_PORTALS.has(folder) || !existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(root, path);
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path];
  });
}

/** One hash over names and bytes of everything the build reads; some milliseconds. @param {string} root */
export function sourceHash(root) {
  const hash = createHash("sha256");
  const paths = [...FILES, ...FOLDERS.flatMap((folder) => filesBelow(root, folder))].sort();
  for (const path of paths) {
    if (!existsSync(join(root, path))) continue;
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/** @param {string} root @param {string} node path of the Node to build with */
export async function ensureBuild(root, node) {
  const mark = join(root, ".next", "hearth-build");
  const wanted = sourceHash(root);
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  say("Building the portal …");
  const began = Date.now();
  // A build that fails half-way must not pass for the old one; what the old one compressed is not the new one's.
  rmSync(mark, { force: true });
  rmSync(join(root, ".next", "static"), { recursive: true, force: true });
  const result = await runQuietly(
    node,
    [join(root, "node_modules", "next", "dist", "bin", "next"), "build"],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    },
  );
  if (result.code !== 0) {
    process.stderr.write(result.output);
    giveUp("The portal could not be built; what the build said is above.");
  }
  await compressStatic(root);
  writeFileSync(mark, wanted);
  say(`The portal is built (${spell(Date.now() - began)}).`);
}
