/**
 * Four kinds of test, told apart by file name so that each can run where its real parts are:
 *   x.test.ts           pure or in-process, seconds in all (`npm run check`)
 *   x.db.test.ts        verbs on a real database: PGlite, or PostgreSQL when TEST_DATABASE_URL is set
 *   x.blender.test.ts   drives the real Blender
 *   e2e/*.spec.ts       Playwright, not here
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "server-only": fileURLToPath(new URL("./scripts/empty-module.ts", import.meta.url)) };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,components,bin,scripts,bench}/**/*.test.{ts,tsx}"],
          // A busy machine is no reason to fail: nothing here asserts how long it took.
          testTimeout: 30_000,
          exclude: ["**/*.db.test.ts", "**/*.blender.test.ts", "**/node_modules/**"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "database",
          include: ["{lib,bin}/**/*.db.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "blender",
          include: ["{lib,bin}/**/*.blender.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
