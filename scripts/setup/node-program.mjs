/** Finds the Node that runs Hearth: npm's own copy in node_modules, or this one when it is new enough. */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The oldest that runs TypeScript files as they are and that the queue and the tests take. */
const LEAST = { major: 22, minor: 18 };

/** @param {string} version "24.21.0" */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > LEAST.major || (major === LEAST.major && minor >= LEAST.minor);
}

/**
 * Path of the Node to use, or null when there is none.
 * @param {string} root folder of package.json
 */
export function findNode(root) {
  const own = join(root, "node_modules", ".bin", "node");
  if (existsSync(own)) return own;
  return isNewEnough(process.versions.node) ? process.execPath : null;
}

export const NODE_NEEDED = `Hearth needs Node.js ${LEAST.major}.${LEAST.minor} or newer, and this is ${process.versions.node}. On Linux \`npm install\` brings one along; elsewhere install it from nodejs.org.`;

/**
 * glibc keeps a heap for each thread and hands little back; PGlite's many large blocks then stay with the process.
 * With two heaps that are trimmed the idle server holds 267 MB instead of 393 MB. Read at a process's start, so it must
 * come from whoever starts it; other C libraries ignore it.
 */
export const SERVER_MEMORY = { MALLOC_ARENA_MAX: "2", MALLOC_TRIM_THRESHOLD_: "131072" };

/**
 * V8's settings for a server. PGlite is one large WebAssembly module: its second, optimising compilation costs more CPU and
 * memory than a farm's few statements win. A small heap is collected with less CPU by one thread than by several.
 * With room for 8 MB of young objects and a first full collection at 256 MB, what a request leaves behind dies young and no
 * full collection comes while frames render (there were five in a minute). Together half of the server's CPU then.
 */
export const SERVER_FLAGS = [
  "--liftoff-only",
  "--single-threaded-gc",
  "--min-semi-space-size=8",
  "--initial-old-space-size=256",
];
