/**
 * One Blender process in its sandbox: starts it, gives it commands, reads its facts, watches that it lives, ends it.
 * What it prints besides facts goes to the log tail and to whoever listens for progress.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { BlendSummary } from "#lib/domain/blend-summary.ts";
import type { Remap } from "#lib/domain/source.ts";
import type { FailureCode } from "#lib/domain/frame.ts";
import { type FactOf, readFact, type WorkerFact } from "./facts.ts";
import { BlenderFailure, BlenderStopped, failureOfExit } from "./failure.ts";
import { createLineSplitter, MAX_LINE } from "./lines.ts";
import { createLogTail } from "./log-tail.ts";
import { type BlenderLine, readBlenderLine } from "./output.ts";
import { type SandboxedRun, type SandboxWay, sandboxCommand, seenFrom } from "./sandbox.ts";
import { readTree } from "./tree.ts";

/** A summary of a file with hundreds of scenes and missing files fits. Units: characters. */
const MAX_FACT = 4 * 2 ** 20;

export interface BlenderLimits {
  /** Silence and standstill (no output, no CPU used) after which it is taken for hung. Units: seconds. */
  hangSeconds: number;
  /** Resident memory at which it is ended. Units: bytes. */
  memoryBytes: number;
}

/** What the worker is told to render; paths are as Blender sees them. */
export interface RenderCommand {
  frame: number;
  settings: unknown;
  threads: number;
  /** Emptied first. */
  dir: string;
  thumbnail: string;
  preview: string | null;
}

/** `onCpu`: after a line of Blender's, what the frame has cost by then. Units: core-seconds. */
export interface RenderListener {
  onLine: (line: BlenderLine) => void;
  onCpu: (coreSeconds: number) => void;
}

export interface Rendering {
  rendered: Promise<FactOf<"rendered">>;
  pictured: Promise<FactOf<"pictured">>;
}

/** Paths as Blender sees them. */
export interface FileToOpen {
  path: string;
  /** The project's folder, which remaps are below. */
  root: string;
  remaps: readonly Remap[];
}

export interface Blender {
  readonly pid: number;
  /** Resolves with Blender's version when it takes commands. Errors: BlenderFailure. */
  readonly ready: Promise<string>;
  /** Resolves when the process and everything in its sandbox is gone. */
  readonly gone: Promise<void>;
  /** CPU time of its process tree and what it holds in memory now. Units: seconds, bytes. */
  cost(): { cpuSeconds: number; residentBytes: number };
  /** Opens a file. Errors: BlenderFailure, BlenderStopped. */
  open(file: FileToOpen, withSummary: boolean): Promise<BlendSummary | null>;
  render(command: RenderCommand, listener: RenderListener): Rendering;
  log(): string;
  /** SIGKILL for the whole tree; `gone` resolves soon after. */
  kill(): void;
}

interface Waiting {
  accepts: WorkerFact["fact"];
  resolve(fact: WorkerFact): void;
  reject(reason: Error): void;
}

/** `runsFileScripts`: what Python a file brings is run when it is opened. */
export function startBlender(
  way: SandboxWay,
  run: SandboxedRun,
  limits: BlenderLimits,
  runsFileScripts: boolean,
): Blender {
  const { file, args } = sandboxCommand(way, { ...run, args: blenderArguments(way, run, runsFileScripts) });
  // Nothing but the path is handed down; NODE_ENV only because Next's types demand it of every environment.
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, NODE_ENV: "production" };
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "pipe"], env, detached: true });
  const nonce = `hearth-${randomBytes(16).toString("hex")}`;
  const log = createLogTail();
  const waiting: Waiting[] = [];
  let listener: RenderListener = { onLine: () => {}, onCpu: () => {} };
  let said: FailureCode | null = null;
  let ended: Error | null = null;
  let lastSign = Date.now();
  let last = { cpuSeconds: 0, residentBytes: 0 };

  const endWith = (reason: Error) => {
    ended ??= reason;
    // The whole group: a sandbox whose first process dies before the second is set up leaves that one waiting for ever.
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killGroup(child.pid);
  };
  const take = (fact: WorkerFact) => {
    if (fact.fact === "refused") {
      const refusal = new BlenderFailure(fact.code, fact.message);
      for (const one of waiting.splice(0)) one.reject(refusal);
      return;
    }
    if (fact.fact === "cpu") return listener.onCpu(fact.coreSeconds);
    const index = waiting.findIndex((one) => one.accepts === fact.fact);
    if (index >= 0) waiting.splice(index, 1)[0]?.resolve(fact);
  };
  const hear = (line: string) => {
    lastSign = Date.now();
    if (line.startsWith(nonce)) {
      const fact = readFact(line.slice(nonce.length + 1));
      if (fact === null)
        endWith(new BlenderFailure("script_error", "Our script in Blender said something unreadable."));
      else take(fact);
      return;
    }
    log.add(line);
    const told = readBlenderLine(line);
    if (told === null) return;
    said = told.error ?? said;
    listener.onLine(told);
  };
  for (const stream of [child.stdout, child.stderr]) {
    const splitter = createLineSplitter((start) => (start.startsWith(nonce) ? MAX_FACT : MAX_LINE));
    stream.on("data", (chunk: Buffer) => splitter.push(chunk).forEach(hear));
    stream.on("end", () => splitter.end().forEach(hear));
  }
  // Writing to a Blender that just died is no news: its end is told by `close`.
  child.stdin.on("error", () => {});

  const watch = setInterval(
    () => {
      const now = readTree(child.pid ?? 0);
      if (now.cpuSeconds > last.cpuSeconds + 0.01) lastSign = Date.now();
      last = { cpuSeconds: Math.max(now.cpuSeconds, last.cpuSeconds), residentBytes: now.residentBytes };
      if (now.residentBytes > limits.memoryBytes)
        endWith(
          new BlenderFailure(
            "out_of_memory",
            `Blender took more memory than the node can give (${Math.round(limits.memoryBytes / 2 ** 20)} MiB).`,
          ),
        );
      else if (waiting.length > 0 && Date.now() - lastSign > limits.hangSeconds * 1000)
        endWith(
          new BlenderFailure(
            "blender_hung",
            `Blender did nothing for ${limits.hangSeconds} seconds and was ended.`,
          ),
        );
    },
    Math.min(1000, limits.hangSeconds * 250),
  );

  const gone = new Promise<void>((resolve) => {
    const end = (reason: Error) => {
      clearInterval(watch);
      ended ??= reason;
      for (const one of waiting.splice(0)) one.reject(ended);
      resolve();
    };
    child.on("error", (error) =>
      end(new BlenderFailure("sandbox_failed", "Blender could not be started.", error)),
    );
    child.on("close", (status, signal) => end(failureOfExit({ status, signal, said })));
  });

  const expect = <F extends WorkerFact["fact"]>(accepts: F): Promise<FactOf<F>> =>
    new Promise((resolve, reject) => {
      if (ended !== null) return reject(ended);
      lastSign = Date.now();
      waiting.push({ accepts, resolve: (fact) => resolve(fact as FactOf<F>), reject });
    });
  const tell = (command: object) => child.stdin.write(`${JSON.stringify(command)}\n`);

  const ready = expect("ready").then((fact) => fact.version);
  // Whoever needs it awaits it; a spare that dies unused must not end the agent.
  ready.catch(() => {});
  tell({ nonce });

  return {
    pid: child.pid ?? 0,
    ready,
    gone,
    cost: () => {
      const now = readTree(child.pid ?? 0);
      return { cpuSeconds: Math.max(now.cpuSeconds, last.cpuSeconds), residentBytes: now.residentBytes };
    },
    async open({ path, root, remaps }, withSummary) {
      log.clear();
      said = null;
      const opened = expect("opened");
      tell({ do: "open", file: path, root, remaps, summary: withSummary, scripts: runsFileScripts });
      return (await opened).summary;
    },
    render(command, hears) {
      log.clear();
      said = null;
      listener = hears;
      const rendered = expect("rendered");
      const pictured = expect("pictured");
      pictured.catch(() => {});
      tell({ do: "render", ...command });
      return { rendered, pictured };
    },
    log: () => log.text(),
    kill: () => endWith(new BlenderStopped()),
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // It ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function blenderArguments(way: SandboxWay, run: SandboxedRun, runsFileScripts: boolean): string[] {
  const script = `${seenFrom(way, run).scripts}/worker.py`;
  const autoexec = runsFileScripts ? "--enable-autoexec" : "--disable-autoexec";
  return ["-b", "--factory-startup", autoexec, "--python-exit-code", "7", "-P", script];
}
