/**
 * The floors as data: who may import whom, and which packages. `docs/architecture.md` draws the same house.
 * A room is the folder a file lives in; the most particular prefix wins.
 */

/** The room of the two small files that everyone may use. */
export const COMMON = "common";

/**
 * @typedef {object} Room
 * @property {string} name as it stands in messages
 * @property {string} prefix path that its files begin with
 * @property {readonly string[]} rooms names of rooms it may import from, beside itself
 * @property {readonly string[]} packages npm packages it may import (and what is below them); "node:" stands for all of Node
 */

/** @type {readonly Room[]} */
export const ROOMS = [
  { name: COMMON, prefix: "lib/time.", rooms: [], packages: [] },
  { name: COMMON, prefix: "lib/log.", rooms: [], packages: [] },
  { name: "domain", prefix: "lib/domain/", rooms: [], packages: ["zod", "re2js"] },
  { name: "blend", prefix: "lib/blend/", rooms: [], packages: ["fzstd"] },
  { name: "contract", prefix: "lib/contract/", rooms: ["domain", "blend"], packages: ["zod"] },
  { name: "client", prefix: "lib/client/", rooms: ["contract", "domain"], packages: [] },
  {
    name: "platform",
    prefix: "lib/platform/",
    rooms: ["contract", "domain", "blend"],
    packages: [
      "node:",
      "pg",
      "@electric-sql/pglite",
      "pg-boss",
      "drizzle-orm",
      "@node-rs/argon2",
      "busboy",
      "yazl",
      "@aws-sdk/client-s3",
      "@aws-sdk/lib-storage",
      "@aws-sdk/crc64-nvme",
      "@aws-crypto/crc32c",
      "fast-xml-parser",
      "zod",
    ],
  },
  { name: "config", prefix: "lib/config.", rooms: ["domain"], packages: ["node:", "zod"] },
  {
    name: "agent",
    prefix: "lib/agent/",
    rooms: ["client", "contract", "domain"],
    packages: ["node:", "zod", "@aws-sdk/client-s3", "@aws-sdk/lib-storage"],
  },
  {
    name: "cli",
    prefix: "lib/cli/",
    rooms: ["client", "contract", "domain", "blend"],
    packages: ["node:", "zod"],
  },
  {
    name: "gateway",
    prefix: "lib/gateway/",
    rooms: ["client", "contract", "domain"],
    packages: ["node:", "socket.io", "next-auth", "zod"],
  },
  {
    name: "queries",
    prefix: "lib/queries/",
    rooms: ["client", "contract", "domain"],
    packages: ["@tanstack/react-query", "@tanstack/query-core", "zod"],
  },
  {
    name: "portal",
    prefix: "lib/portal/",
    rooms: ["client", "queries", "contract", "domain", "config"],
    packages: ["node:", "next", "next-auth", "react", "server-only", "@tanstack/react-query", "zod"],
  },
  {
    name: "components",
    prefix: "components/",
    rooms: ["queries", "client", "contract", "domain", "blend"],
    packages: [
      "react",
      "react-dom",
      "next",
      "next-auth",
      "three",
      "@tanstack/react-query",
      "radix-ui",
      "lucide-react",
      "clsx",
      "tailwind-merge",
      "idb-keyval",
      "zod",
    ],
  },
  {
    name: "app",
    prefix: "app/",
    rooms: ["components", "portal", "queries", "client", "contract", "domain"],
    packages: [
      "next",
      "next-auth",
      "react",
      "server-only",
      "@tanstack/react-query",
      "@fontsource-variable/jetbrains-mono",
      "@fontsource-variable/source-sans-3",
    ],
  },
  {
    name: "bin",
    prefix: "bin/",
    rooms: [
      "domain",
      "blend",
      "contract",
      "client",
      "platform",
      "config",
      "agent",
      "cli",
      "gateway",
      "queries",
      "portal",
      "scripts",
    ],
    packages: ["node:", "next", "socket.io", "zod"],
  },
  {
    name: "e2e",
    prefix: "e2e/",
    rooms: ["client", "contract", "domain", "scripts"],
    packages: ["node:", "@axe-core/playwright", "@playwright/test"],
  },
  {
    name: "bench",
    prefix: "bench/",
    rooms: ["client", "contract", "domain", "blend", "cli", "e2e", "scripts"],
    packages: ["node:", "@playwright/test", "esbuild", "@electric-sql/pglite"],
  },
  { name: "scripts", prefix: "scripts/", rooms: ["contract"], packages: ["node:", "esbuild"] },
  {
    name: "tools",
    prefix: "",
    rooms: [],
    packages: ["node:", "vitest", "@playwright/test", "drizzle-kit", "next"],
  },
];

/** Pairs that must not meet even through others, and why. */
export const NEVER_REACH = [
  { from: "app", to: "platform", why: "the portal and the platform meet only over HTTP" },
  { from: "components", to: "platform", why: "the portal and the platform meet only over HTTP" },
  { from: "queries", to: "platform", why: "the portal and the platform meet only over HTTP" },
  { from: "portal", to: "platform", why: "the portal and the platform meet only over HTTP" },
  { from: "components", to: "portal", why: "what a browser runs must not carry the server's code" },
];

/** What tests may use on top, wherever they are; a gateway is tested by a real socket. */
export const TEST_PACKAGES = [
  "vitest",
  "node:",
  "zod",
  "socket.io-client",
  "@seriousme/openapi-schema-validator",
  "@aws-sdk/client-s3",
  "@aws-sdk/lib-storage",
  "@aws-sdk/s3-request-presigner",
];
export const isTest = (/** @type {string} */ path) =>
  /\.(?:test|suite)\.tsx?$/.test(path) ||
  /(?:^|\/)test-[^/]*\.tsx?$/.test(path) ||
  /\/(?:testing|test-support)\/|\.fixture\.ts$/.test(path);
