/** The node's Blenders: the real one, in the real sandbox. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { source } from "#lib/contract/farm/nodes.ts";
import { createLog } from "#lib/log.ts";
import { pause } from "#lib/time.ts";
import { openPool, type Pool } from "./pool.ts";
import { findSandbox } from "./sandbox.ts";

let folder = "";
let pool: Pool;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pool-"));
  await mkdir(join(folder, "probe"));
  const { way } = await findSandbox(join(folder, "probe"), {});
  if (way === null) throw new Error("Bubblewrap does not work here.");
  pool = await openPool({
    folder: join(folder, "run"),
    scripts: fileURLToPath(new URL("scripts", import.meta.url)),
    way,
    limits: () => ({ hangSeconds: 60, memoryBytes: 4 * 2 ** 30 }),
    builds: [{ version: "3.4.1", path: "/usr/bin/blender" }],
    slots: () => 1,
    log: createLog("test", () => {}),
  });
});
afterEach(async () => {
  await pool.close();
  await rm(folder, { recursive: true, force: true });
});

const SOURCE = source.parse({
  id: "01a211e5-8e46-76e4-a571-99e3d97b56db",
  hash: "none",
  mainFile: "none.blend",
  sizeBytes: 29,
  fileCount: 1,
  files: null,
});

const ready = () => pool.seats().find((seat) => seat.key === null && !seat.isBusy && !seat.isGone);

test("a Blender stands ready before any work, and another once that one is used up and the node rests", async () => {
  const first = await vi.waitUntil(ready, { timeout: 60_000 });
  await first.blender.ready;
  const file = join(folder, "none.blend");
  await writeFile(file, "BLENDER-v304 and nothing more");
  const used = pool.borrow({
    source: SOURCE,
    fetch: async () => [{ path: "none.blend", cached: file }],
    version: null,
    runsFileScripts: false,
    signal: new AbortController().signal,
  });
  await expect(used).rejects.toThrow("can't open");
  await first.blender.gone;
  const second = await vi.waitUntil(ready, { timeout: 60_000 });
  expect(second.blender.pid).not.toBe(first.blender.pid);
});

test("a Blender that is ended while it starts is gone, whatever moment that is", async () => {
  for (let afterMs = 0; afterMs < 30; afterMs++) {
    const seat = await vi.waitUntil(ready, { timeout: 60_000, interval: 1 });
    // No event tells of the moments between the sandbox's processes: many of them are tried.
    await pause(afterMs);
    seat.blender.kill();
    await seat.blender.gone;
    pool.expect();
  }
});
