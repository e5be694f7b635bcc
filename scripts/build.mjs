/** Builds the portal if its sources changed, as `npm start` does: the step of `npm test` before the browser. */
import { join } from "node:path";
import { ensureBuild } from "./setup/next-build.mjs";

await ensureBuild(join(import.meta.dirname, ".."), process.execPath);
