/** One command in its sandbox: starts it, hears it, watches what it takes, ends it with everything it started. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { BlenderFailure } from "../blender/failure.ts";
import { createLineSplitter, MAX_LINE } from "../blender/lines.ts";
import { createLogTail } from "../blender/log-tail.ts";
import type { SandboxWay } from "../blender/sandbox.ts";
import { createAccounting, secondsOfTimes, TIMED, type TreeState } from "./accounting.ts";
import { scriptCommand, type ScriptLimits } from "./sandbox.ts";
import { createProgressWatch, createStreamKeeper } from "./streams.ts";
import { watchRun } from "./watch.ts";

export interface RunOptions {
  way: Exclude<SandboxWay, "open">;
  /** Its own folder with the resources, and the one with the start file. */
  folder: string;
  start: string;
  slot: number;
  limits: ScriptLimits;
  /** A line → the share that is done; null: nothing is told. */
  progress: ((line: string) => number | null) | null;
  /** Several times a second. `share`: the newest that it told. */
  onProgress: (told: { share: number | null } & Pick<TreeState, "cpuSeconds" | "residentBytes">) => void;
  /** Ends it at once, with everything it started. */
  signal: AbortSignal;
}

export interface RunResult {
  /** Null when it ended with status 0. */
  failure: BlenderFailure | null;
  seconds: number;
  coreSeconds: number;
  peakMemoryBytes: number;
  /** Last lines of stdout and of stderr. */
  log: string;
  errorLog: string;
  stdout: Buffer;
  stderr: Buffer;
}

/** A flood is read slowly and so slows down who makes it: the node's program stays responsive. Units: bytes a second. */
const READ_RATE = 16 * 2 ** 20;

/** Hands on what a stream says, no faster than READ_RATE. */
function hear(stream: Readable, take: (chunk: Buffer) => void): void {
  let allowance = READ_RATE / 10;
  stream.on("data", (chunk: Buffer) => {
    take(chunk);
    allowance -= chunk.length;
    if (allowance > 0) return;
    stream.pause();
    setTimeout(() => {
      allowance = READ_RATE / 10;
      stream.resume();
    }, 100);
  });
}

const SIGNALS: Readonly<Record<number, string>> = {
  [128 + 6]: "it aborted",
  [128 + 9]: "it was killed",
  [128 + 11]: "it crashed (segmentation fault)",
  [128 + 25]: "a file became larger than allowed",
};

function failureOfStatus(status: number | null, stderr: Buffer): BlenderFailure | null {
  if (status === 0) return null;
  if (status === 1 && /^bwrap: |^setpriv: /m.test(stderr.toString("latin1", 0, 4096)))
    return new BlenderFailure("sandbox_failed", "The sandbox could not start.");
  const why = status === null ? undefined : SIGNALS[status];
  return new BlenderFailure(
    "script_failed",
    `The command ended with status ${status ?? "unknown"}${why === undefined ? "" : `: ${why}`}.`,
  );
}

/** Resolves when everything in the sandbox is gone. Errors: the signal's own when it fired. */
export async function runCommand(options: RunOptions): Promise<RunResult> {
  const { signal, limits } = options;
  signal.throwIfAborted();
  const { file, args } = scriptCommand(options.way, options, limits);
  const startedAt = performance.now();
  // Should the node's program be killed, the shell ends with it, the sandbox's keeper with the shell, and so on inward.
  const child = spawn("setpriv", ["--pdeathsig=SIGKILL", "/bin/sh", "-c", TIMED, "sh", file, ...args], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: { PATH: process.env.PATH, NODE_ENV: "production" },
    detached: true,
  });
  const pid = child.pid ?? 0;
  const [, out, err, timesPipe] = child.stdio as unknown as [null, Readable, Readable, Readable];
  // When memory is short the kernel ends this before anything else.
  if (pid > 0) {
    try {
      writeFileSync(`/proc/${pid}/oom_score_adj`, "1000");
    } catch {
      // It ended already.
    }
  }
  const end = { reason: null as Error | null };
  const kill = (reason: Error) => {
    end.reason ??= reason;
    try {
      // The shell and the sandbox's keeper; with the keeper the kernel ends all that is inside.
      process.kill(-pid, "SIGKILL");
    } catch {
      // Nothing of it is left.
    }
  };
  const onAbort = () => kill(signal.reason as Error);
  signal.addEventListener("abort", onAbort, { once: true });

  const logs = [createLogTail(), createLogTail()] as const;
  const keepers = [createStreamKeeper(), createStreamKeeper()] as const;
  const told = { share: null as number | null, cpuSeconds: 0, residentBytes: 0 };
  const watchProgress = createProgressWatch(options.progress ?? (() => null));
  for (const [at, stream] of [out, err].entries()) {
    const splitter = createLineSplitter(() => MAX_LINE);
    const take = (lines: string[]) => {
      for (const line of lines) logs[at]?.add(line);
      const share = at === 0 ? watchProgress(lines) : null;
      if (share === null || share === told.share) return;
      told.share = share;
      options.onProgress(told);
    };
    hear(stream, (chunk) => {
      keepers[at]?.add(chunk);
      take(splitter.push(chunk));
    });
    stream.on("end", () => take(splitter.end()));
  }
  let times = "";
  timesPipe.on("data", (chunk: Buffer) => (times = (times + chunk.toString("latin1")).slice(-200)));

  const accounting = createAccounting(pid);
  let cost = accounting();
  let peakMemoryBytes = 0;
  const watch = watchRun({
    folder: options.folder,
    limits,
    look: () => {
      cost = accounting();
      peakMemoryBytes = Math.max(peakMemoryBytes, cost.residentBytes);
      Object.assign(told, cost);
      options.onProgress(told);
      return cost;
    },
    onTooMuch: kill,
  });
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on("error", (error) =>
        reject(new BlenderFailure("sandbox_failed", "The sandbox could not be started.", error)),
      );
      child.on("close", resolve);
    });
    signal.throwIfAborted();
    const [stdout, stderr] = keepers.map((keeper) => keeper.bytes()) as [Buffer, Buffer];
    return {
      failure: end.reason instanceof BlenderFailure ? end.reason : failureOfStatus(status, stderr),
      seconds: (performance.now() - startedAt) / 1000,
      coreSeconds: Math.max(cost.cpuSeconds, secondsOfTimes(times)),
      peakMemoryBytes,
      log: logs[0].text(),
      errorLog: logs[1].text(),
      stdout,
      stderr,
    };
  } finally {
    watch.stop();
    signal.removeEventListener("abort", onAbort);
  }
}
