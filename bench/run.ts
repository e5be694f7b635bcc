/**
 * `npm run bench`: measures every figure that the README quotes, prints the table and writes bench/results/latest.json.
 *   --only NAME[,NAME]  some rows; without a known name it lists them
 *   --cases NAME[,NAME] of rows that have several (quote: its scenes), to look at some; a figure of all of them is then not met
 *   --repeats N         rounds of each row, where the row's own number is too many or too few
 * The machine should do nothing else. The exit code is 1 when a figure is not met.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureBuild } from "../scripts/setup/next-build.mjs";
import { cap } from "./cap.ts";
import { cpuShare } from "./cpu-share.ts";
import { type BenchFarm, startBenchFarm } from "./farm.ts";
import type { Bench, Figure, Row } from "./figure.ts";
import { identity } from "./identity.ts";
import { idleMemory } from "./idle-memory.ts";
import { manyFiles } from "./folder.ts";
import { hostile } from "./hostile.ts";
import { heavy, light } from "./makespan.ts";
import { pythonClient } from "./python-client.ts";
import { jobPage } from "./job-page.ts";
import { makeBenchScenes } from "./scenes.ts";
import { readerBlender, readerLarge } from "./reader.ts";
import { quote } from "./quote.ts";
import { s3 } from "./s3.ts";
import { socketBytes } from "./socket-bytes.ts";
import { savedAgain } from "./saved-again.ts";
import { submitDelay } from "./submit-delay.ts";
import { taskGet, taskPages } from "./task-clients.ts";
import { thousandWatchers } from "./thousand-watchers.ts";
import { thumbnailDelay } from "./thumbnail-delay.ts";
import { upload } from "./upload.ts";

const ROWS: Record<string, Row> = {
  memory: idleMemory,
  identity,
  light,
  heavy,
  cpu: cpuShare,
  thumbnail: thumbnailDelay,
  submit: submitDelay,
  upload,
  folder: manyFiles,
  "saved-again": savedAgain,
  "task-get": taskGet,
  "task-pages": taskPages,
  s3,
  reader: readerLarge,
  "reader-blender": readerBlender,
  hostile,
  cap,
  "python-client": pythonClient,
  quote,
  "job-page": jobPage,
  "socket-bytes": socketBytes,
  watchers: thousandWatchers,
};

const { values } = parseArgs({
  options: { only: { type: "string" }, cases: { type: "string" }, repeats: { type: "string" } },
});
const names = values.only?.split(",") ?? Object.keys(ROWS);
const unknown = names.find((name) => !(name in ROWS));
if (unknown !== undefined) {
  process.stderr.write(`There is no row "${unknown}". There are: ${Object.keys(ROWS).join(", ")}.\n`);
  process.exit(1);
}

const root = join(import.meta.dirname, "..");
await ensureBuild(root, process.execPath);
/** Made when the first row asks, removed at the end. */
const made: { farm?: Promise<BenchFarm>; scenes?: Promise<string> } = {};
const bench: Bench = {
  repeats: values.repeats === undefined ? null : Number(values.repeats),
  cases: values.cases?.split(",") ?? null,
  farm: () => (made.farm ??= startBenchFarm()),
  scenes: () => (made.scenes ??= makeBenchScenes()),
  tell: (line) => process.stdout.write(`${line}\n`),
};

const figures: Figure[] = [];
try {
  for (const name of names) {
    bench.tell(`\n${name}`);
    figures.push(...((await ROWS[name]?.(bench)) ?? []));
  }
} catch (error) {
  // A server that went away says why in what it wrote.
  const said = (await made.farm)?.server.output().split("\n").slice(-20) ?? [];
  process.stderr.write(`The farm’s last words:\n${said.join("\n")}\n`);
  throw error;
} finally {
  await (await made.farm)?.server.end();
  const scenes = await made.scenes;
  if (scenes !== undefined) rmSync(scenes, { recursive: true, force: true });
}

const machine = {
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 1024 ** 3),
};
const table = [
  "| figure | must | seen | compared with |",
  "|---|---|---|---|",
  ...figures.map(
    (f) => `| ${f.figure} | ${f.must} | ${f.isMet ? "" : "**not met:** "}${f.seen} | ${f.comparedWith} |`,
  ),
  "",
  `On ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGiB} GiB.`,
].join("\n");
process.stdout.write(`\n${table}\n`);
const folder = join(import.meta.dirname, "results");
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, "latest.json"),
  `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2)}\n`,
);
process.exit(figures.every((f) => f.isMet) ? 0 : 1);
