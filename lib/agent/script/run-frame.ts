/** One leased run of a command, from its resources to its report: the same way for every run, whatever goes wrong. */
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ScriptLease, Source } from "#lib/contract/farm/nodes.ts";
import { progressReader } from "#lib/domain/script-progress.ts";
import { BlenderFailure } from "../blender/failure.ts";
import type { SandboxWay } from "../blender/sandbox.ts";
import { createUsageMeter, type InHand } from "../hands.ts";
import { failureOf } from "../render-frame.ts";
import type { ReportBuffer } from "../report-buffer.ts";
import { type PlacedFile, placeCopies, removeFolder } from "./folder.ts";
import { collectResults, type ResultFile, snapshotOf } from "./results.ts";
import { type RunResult, runCommand } from "./run.ts";
import { type ScriptLimits, scriptOwner, START_FILE } from "./sandbox.ts";
import { startFile } from "./start-file.ts";

export interface ScriptTools {
  /** The job's resources, on this machine. */
  fetch: (source: Source, signal: AbortSignal) => Promise<PlacedFile[]>;
  reports: ReportBuffer;
  /** Where the runs' own folders are made. */
  folder: string;
  way: Exclude<SandboxWay, "open">;
  limits: ScriptLimits;
  /** Numbers that no other run has at the time. */
  slots: { take(): number; giveBack(slot: number): void };
}

const execute = promisify(execFile);

/** The run's folders: `job` is the command's own, `start` has the start file; the command sees nothing above. */
async function prepare(frame: InHand<ScriptLease>, tools: ScriptTools, slot: number) {
  const files = await tools.fetch(frame.lease.source, frame.stop.signal);
  const folder = await mkdtemp(join(tools.folder, "run-"));
  const [job, start] = [join(folder, "job"), join(folder, "start")];
  await mkdir(job);
  await mkdir(start);
  await chmod(start, 0o755);
  await placeCopies(job, files, scriptOwner(tools.way, slot));
  await writeFile(join(start, START_FILE), startFile(frame.lease.command, frame.leased.environment), {
    mode: 0o644,
  });
  return { folder, job, start };
}

async function resultsOf(job: string, before: Awaited<ReturnType<typeof snapshotOf>>, run: RunResult) {
  // Its owner may have taken rights away that the node's user needs to read.
  if (process.getuid?.() !== 0) await execute("chmod", ["-R", "u+rwX", "--", job]);
  const { files, leftOut } = await collectResults(job, before);
  const note =
    leftOut === 0 ? "" : `\n${leftOut} links, pipes or unusable names were left out of the results.`;
  return { files, log: (run.log + note).slice(-65_536) };
}

/**
 * Moves the run's folder into the report's, so that it lives until everything is delivered, and answers where the files
 * are then.
 */
async function keepFor(report: string, job: string, files: readonly ResultFile[]): Promise<ResultFile[]> {
  const kept = join(report, "job");
  await rename(job, kept);
  const from = Buffer.from(job).length;
  return files.map((one) => ({ ...one, file: Buffer.concat([Buffer.from(kept), one.file.subarray(from)]) }));
}

/** Resolves when the next run may start; delivery goes on behind. Never throws; a stopped run is silently over. */
export async function runFrame(frame: InHand<ScriptLease>, tools: ScriptTools): Promise<void> {
  const { signal } = frame.stop;
  const slot = tools.slots.take();
  let folder: string | null = null;
  let report: string | null = null;
  let run: RunResult | null = null;
  const costOf = (log?: string) => ({
    seconds: run?.seconds ?? 0,
    coreSeconds: run?.coreSeconds ?? 0,
    // A run that was over before the first look was never seen in memory.
    peakMemoryBytes: run?.peakMemoryBytes || null,
    log: log ?? run?.log ?? "",
    ...(run !== null && { errorLog: run.errorLog }),
  });
  try {
    const made = await prepare(frame, tools, slot);
    folder = made.folder;
    const before = await snapshotOf(made.job);
    frame.phase = "rendering";
    let used = { cpuSeconds: 0, residentBytes: 0 };
    frame.usage = createUsageMeter(() => used);
    const { lease } = frame;
    frame.total = lease.progress === null ? 0 : 100;
    run = await runCommand({
      way: tools.way,
      folder: made.job,
      start: made.start,
      slot,
      limits: tools.limits,
      progress: lease.progress === null ? null : progressReader(lease.progress),
      onProgress: ({ share, ...now }) => {
        if (share !== null) frame.done = Math.floor(share * 100);
        used = now;
        frame.memoryBytes = now.residentBytes;
      },
      signal,
    });
    report = await tools.reports.folderFor(frame);
    if (run.failure !== null) throw run.failure;
    const { files, log } = await resultsOf(made.job, before, run);
    const kept = await keepFor(report, made.job, files);
    tools.reports.send({ kind: "ran", frame, cost: costOf(log), results: kept, run }, report);
  } catch (error) {
    if (signal.aborted) {
      if (report !== null) await removeFolder(report);
      return;
    }
    const { code, message } = error instanceof BlenderFailure ? error : failureOf(error);
    const printed = run === null ? {} : { run };
    tools.reports.send({ kind: "failed", frame, cost: costOf(), failure: code, message, ...printed }, report);
  } finally {
    frame.usage = null;
    tools.slots.giveBack(slot);
    if (folder !== null) await removeFolder(folder);
  }
}
