/**
 * Measures: how long a stored .blend that wants to do harm holds the platform's reader up, and what memory it takes.
 * Against:  the bound; each must end in an answer.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "./figure.ts";
import { writeHostileFiles } from "./hostile-files.ts";

/** What lib/platform/facts/read-once.ts prints of each. */
interface HostileOnce {
  name: string;
  seconds: number;
  /** How it ended; "read" when something was found in it. */
  code: string;
  /** The most that the process held so far beyond what it holds when idle. */
  grownBytes: number;
}

const MUST = { seconds: 2, megabytes: 256 };

export const hostile: Row = async (bench) => {
  const folder = mkdtempSync(join(tmpdir(), "hearth-bench-"));
  try {
    const files = writeHostileFiles(folder);
    const program = join(import.meta.dirname, "../lib/platform/facts/read-once.ts");
    const lines = execFileSync(process.execPath, [program, ...files], { encoding: "utf8" })
      .trim()
      .split("\n");
    const runs = lines.map((line) => JSON.parse(line) as HostileOnce);
    for (const { name, seconds, code, grownBytes } of runs)
      bench.tell(`  ${seconds.toFixed(2)} s, ${(grownBytes / 1e6).toFixed(0)} MB by then, ${code}: ${name}`);
    const seconds = Math.max(...runs.map((run) => run.seconds));
    const megabytes = Math.max(...runs.map((run) => run.grownBytes)) / 1e6;
    return [
      {
        figure: `${runs.length} hostile .blend files, read by the platform`,
        must: `each ends within ${MUST.seconds} s and ${MUST.megabytes} MB`,
        seen: `${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB`,
        comparedWith: "the worst of them; memory of the whole process beyond its idle state",
        isMet: runs.length === files.length && seconds <= MUST.seconds && megabytes <= MUST.megabytes,
        samples: { runs },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
