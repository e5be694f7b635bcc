/** Builds the portal if needed, makes the scenes, starts the server once; ends it after the last test. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuild } from "../../scripts/setup/next-build.mjs";
import { makeScenes } from "./scenes.ts";
import { startServer } from "./server.ts";

export default async function globalSetup(): Promise<() => Promise<void>> {
  await ensureBuild(join(import.meta.dirname, "../.."), process.execPath);
  const scenes = mkdtempSync(join(tmpdir(), "hearth-scenes-"));
  makeScenes(scenes);
  const server = await startServer();
  process.env.HEARTH_E2E_PLACE = JSON.stringify(server.place);
  process.env.HEARTH_E2E_SCENES = scenes;
  return async () => {
    await server.end();
    rmSync(scenes, { recursive: true, force: true });
  };
}
