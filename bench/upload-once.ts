/** Uploads a file as `hearth render` does and prints the seconds it took: a process of its own, as curl is. */
import { statSync } from "node:fs";
import { createFarm } from "#lib/client/index.ts";
import { uploadFile } from "#lib/cli/upload.ts";

const [, , path = "", baseUrl = "", credential = ""] = process.argv;
const began = performance.now();
await uploadFile({
  farm: createFarm({ baseUrl, credential }),
  path,
  name: "big.blend",
  sizeBytes: statSync(path).size,
  signal: new AbortController().signal,
  onProgress: () => {},
});
process.stdout.write(`${(performance.now() - began) / 1000}\n`);
