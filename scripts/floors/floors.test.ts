/** The check of the floors can fail: each law is broken once in a small house. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkFloors } from "./check.mjs";
import { modulesOnDisk, readGraph } from "./graph.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hearth-floors-"));
  symlinkSync(join(import.meta.dirname, "../../node_modules"), join(root, "node_modules"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A house that stands, with some files changed. Answers what the check says. */
async function check(changed: Record<string, string>): Promise<string[]> {
  const files: Record<string, string> = {
    "app/page.tsx": 'import { board } from "#components/board.tsx"; export default board;',
    "components/board.tsx": 'import { state } from "#lib/domain/state.ts"; export const board = state;',
    "lib/domain/state.ts": 'import { pause } from "../time.ts"; export const state = pause;',
    "lib/client/index.ts": 'import type { state } from "#lib/domain/state.ts"; export type S = typeof state;',
    "lib/platform/index.ts": 'import pg from "pg"; export const db = pg;',
    "lib/time.ts": "export const pause = 1;",
    ...changed,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkFloors(await readGraph(root), modulesOnDisk(root));
}

it("a house as it was drawn stands", async () => {
  expect(await check({})).toEqual([]);
});

it("an import that goes up a floor is named", async () => {
  const wrong = await check({ "lib/domain/up.ts": 'export { S } from "#lib/client/index.ts";' });
  expect(wrong).toContain("lib/domain/up.ts → lib/client/index.ts: domain may not import from client.");
});

it("a type that points up is an import like any other", async () => {
  const wrong = await check({
    "lib/domain/up.ts": 'import type { db } from "#lib/platform/index.ts"; export type D = typeof db;',
  });
  expect(wrong).toContain("lib/domain/up.ts → lib/platform/index.ts: domain may not import from platform.");
});

it("the portal reaching the platform through others is told with the whole chain", async () => {
  const wrong = await check({
    "components/board.tsx": 'import { middle } from "#lib/queries/middle.ts"; export const board = middle;',
    "lib/queries/middle.ts": 'import { db } from "#lib/platform/index.ts"; export const middle = db;',
  });
  expect(wrong).toContain(
    "app/page.tsx → components/board.tsx → lib/queries/middle.ts → lib/platform/index.ts: the portal and the platform meet only over HTTP.",
  );
});

it("a package of another floor is refused", async () => {
  const wrong = await check({ "components/board.tsx": 'import pg from "pg"; export const board = pg;' });
  expect(wrong).toContain("components/board.tsx → pg: components may not use this package.");
});

it("a ring of imports is told", async () => {
  const wrong = await check({
    "lib/domain/a.ts": 'import { b } from "./b.ts"; export const a = b;',
    "lib/domain/b.ts": 'import { a } from "./a.ts"; export const b = a;',
  });
  expect(wrong).toHaveLength(1);
  expect(wrong[0]).toMatch(
    /^lib.domain.(?:a.ts → lib.domain.b.ts → lib.domain.a|b.ts → lib.domain.a.ts → lib.domain.b).ts: a ring of imports\.$/,
  );
});

it("a check that did not see every file is red, not green over nothing", async () => {
  expect(checkFloors(new Map(), ["lib/domain/state.ts"])[0]).toContain("Only 0 of 1 modules were seen");
  expect(checkFloors(new Map(), [])).toHaveLength(1);
});

it("a folder that nobody drew is refused", async () => {
  await expect(check({ "helpers/odd.ts": "export const odd = 1;" })).rejects.toThrow("is in no room");
});
