/** `hearth render FOLDER` on a real farm: what the .blend links and uses goes along, once. */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Person } from "../e2e/support/people.ts";
import { aFarm, type TestFarm } from "./resilience/test-support/farm.ts";

let farm: TestFarm;
let artist: Person;
beforeAll(async () => {
  farm = await aFarm(["tiny", "linked"]);
  await farm.serve("platform,agent");
  artist = await farm.artist();
});
afterAll(() => farm.end());

function render(args: string[]): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "hearth.mjs"), "render", ...args], {
      env: { ...process.env, HEARTH_FARM: farm.place.api, HEARTH_TOKEN: artist.token },
    });
    let text = "";
    const keep = (chunk: Buffer) => {
      text += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("exit", (code) => resolve({ code, text }));
  });
}

test("a folder is rendered with its textures and libraries, and a second time nothing of it is sent", async () => {
  const folder = join(dirname(farm.scene("linked")), "linked");
  const out = join(farm.dataDir, "frames");
  const args = [folder, "--frames", "1", "--percentage", "25", "--no-denoise", "--out", out];
  const unclear = await render(args);
  expect(unclear.text).toContain("Choose one with --file: ");
  expect(unclear.code).toBe(1);

  const rendered = await render([...args, "--file", "scenes/main.blend"]);
  expect(rendered.text).toContain("1 of 1 frames");
  expect(rendered.text).not.toContain("can't be found");
  expect(rendered.code).toBe(0);
  expect(readdirSync(out)).toHaveLength(1);
  const [job] = await artist.farm.jobs.list({ query: {} });
  expect(job).toMatchObject({ name: "linked", settings: { blendFile: "scenes/main.blend" } });

  const again = await render([...args, "--file", join(folder, "scenes/main.blend")]);
  expect(again.text).toContain("of which 0 bytes were new");
  expect(again.code).toBe(0);
});
