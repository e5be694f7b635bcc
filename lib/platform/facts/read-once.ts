/**
 * Reads files one after the other as the platform reads what it stores, and prints what each took: a process of its own, for
 * `npm run bench -- --only hostile`.
 */
import { openSync, readSync, statSync } from "node:fs";
import { basename } from "node:path";
import { createBlendReader } from "./blend-reader.ts";

const reader = createBlendReader();
const memory = () => process.resourceUsage().maxRSS * 1024;
const warm = { size: 5, read: () => Uint8Array.of(0, 0, 0, 0, 0) };
await reader.read("all", "a.blend", warm);
const idle = memory();
for (const path of process.argv.slice(2)) {
  const file = openSync(path, "r");
  const source = {
    size: statSync(path).size,
    read: (offset: number, length: number) => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    },
  };
  const began = performance.now();
  const answer = await reader.read("all", basename(path), source);
  const seconds = (performance.now() - began) / 1000;
  const code = "code" in answer ? answer.code : "read";
  const told = { name: basename(path), seconds, code, grownBytes: memory() - idle };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
await reader.close();
