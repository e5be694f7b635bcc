/** `npm run floors`: fails where an import goes up a floor, between the towers, or in a ring; prints the chain. */
import { join } from "node:path";
import { checkFloors } from "./floors/check.mjs";
import { modulesOnDisk, readGraph } from "./floors/graph.mjs";

const root = process.argv[2] ?? join(import.meta.dirname, "..");
const onDisk = modulesOnDisk(root);
/** @type {string[]} */
let wrong;
try {
  wrong = checkFloors(await readGraph(root), onDisk);
} catch (error) {
  // An import that leads nowhere: esbuild names the line.
  wrong = [error instanceof Error ? error.message : String(error)];
}
for (const line of wrong) process.stderr.write(`✗ ${line}\n`);
if (wrong.length > 0) process.exit(1);
process.stdout.write(`The house stands: ${onDisk.length} modules, every import goes down.\n`);
